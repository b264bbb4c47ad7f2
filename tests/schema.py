"""Validates a JSON file against a JSON Schema: schema.py SCHEMA FILE"""

import json
import sys

import jsonschema

schema, document = (json.load(open(path, encoding="utf-8")) for path in sys.argv[1:3])
jsonschema.Draft7Validator.check_schema(schema)
jsonschema.validate(document, schema, cls=jsonschema.Draft7Validator)
print(f"{sys.argv[2]} fits {sys.argv[1]}")
