void queue_put(double value);
int queue_count(void);
