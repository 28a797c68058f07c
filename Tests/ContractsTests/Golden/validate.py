"""Checks JSON documents against JSON Schemas, with Debian's python3-jsonschema.

Reads {"schema": FILE, "document": TEXT} line by line and answers each with a line: the JSON path of the first problem,
or nothing. Schemas that are none end it.
"""

import json
import sys

import jsonschema

validators = {}


def validator(path):
    if path not in validators:
        with open(path, encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.Draft202012Validator.check_schema(schema)
        validators[path] = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    return validators[path]


for line in sys.stdin:
    case = json.loads(line)
    try:
        document = json.loads(case["document"])
    except ValueError:
        print("$")
        continue
    problem = next(validator(case["schema"]).iter_errors(document), None)
    print(problem.json_path if problem else "")
