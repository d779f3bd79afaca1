"""The description of the interface: OpenAPI 3.1, made from what is declared."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

import bangfu

from .acts import operations
from .coverage import screens
from .frame.asking import MOST, USUAL
from .frame.fields import SCHEMAS
from .frame.operation import Operation
from .frame.resource import Resource, filter_names
from .nouns import resources
from .sections import SECTIONS

BASE = "/api/v1/"
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
_INTEGER = {"type": "integer", "minimum": 0, "maximum": 2**63 - 1}
Json = dict[str, Any]

PROBLEM: Json = {
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "detail": {"type": "string"}},
                "required": ["field", "detail"],
            },
        },
    },
    "required": ["type", "title", "status", "code"],
}
KEY: Json = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
MATCH: Json = {"name": "If-Match", "in": "header", "required": False, "schema": {"type": "string"}}
NONE_MATCH: Json = MATCH | {"name": "If-None-Match"}


def description() -> Json:
    """The whole document in the reader's language, as OpenAPI 3.1 has it."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("帮扶数据接口"),
            "version": f"1 ({bangfu.__version__})",
            "description": _(
                "读取页面所显示的，办理页面所能办理的；权限、校验和日志与页面相同。"
                "以接口令牌访问，见“账号—接口令牌”。"
            ),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "tags": [{"name": code, "description": str(title)} for code, title in SECTIONS.items()],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"problem": PROBLEM} | {c: r.schema for c, r in resources().items()},
            "responses": {
                "problem": {
                    "description": _("没有办理，原因见内容"),
                    "content": {
                        "application/problem+json": {
                            "schema": {"$ref": "#/components/schemas/problem"}
                        }
                    },
                },
                "unchanged": {"description": _("与上次读取时相同")},
            },
        },
    }


def _paths() -> Json:
    paths: Json = {}
    for code, resource in resources().items():
        paths[f"{BASE}{code}"] = {"get": _listing(code, resource)}
        paths[f"{BASE}{code}/{{pk}}"] = {"get": _reading(code, resource)}
    for operation in operations().values():
        paths.setdefault(BASE + templated(operation.path), {})["post"] = _acting(operation)
    for name, path in screens().items():
        paths[f"{BASE}screens/{templated(path)}"] = {"get": _screen(name, path)}
    return paths


def templated(path: str) -> str:
    """Django's address with OpenAPI's braces."""
    return _PARAMETER.sub(r"{\2}", path)


def _in_path(path: str) -> list[Json]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": _INTEGER if kind == "int" else {"type": "string", "pattern": "^[\\w.-]+$"},
        }
        for kind, name in _PARAMETER.findall(path)
    ]


def _in_query(resource: Resource) -> Iterator[Json]:
    for name, _lookup, field in filter_names(resource):
        schema = dict(SCHEMAS[field.kind]) | {"title": str(field.label)}
        yield {"name": name, "in": "query", "required": False, "schema": schema}
    limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}
    yield {"name": "limit", "in": "query", "required": False, "schema": limit}
    yield {"name": "cursor", "in": "query", "required": False, "schema": {"type": "string"}}


def _listing(code: str, resource: Resource) -> Json:
    schema = {
        "type": "object",
        "properties": {
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{code}"}},
            "next": {"type": ["string", "null"]},
        },
        "required": ["items", "next"],
        "additionalProperties": False,
    }
    return {
        "operationId": f"{code}_list",
        "tags": [resource.section],
        "summary": str(resource.title),
        "parameters": [*_in_query(resource), NONE_MATCH],
        "responses": _responses(200, schema, {"items": [resource.example], "next": None}),
    }


def _reading(code: str, resource: Resource) -> Json:
    schema = {"$ref": f"#/components/schemas/{code}"}
    return {
        "operationId": f"{code}_read",
        "tags": [resource.section],
        "summary": str(resource.title),
        "parameters": [*_in_path("<int:pk>"), NONE_MATCH],
        "responses": _responses(200, schema, resource.example),
    }


def _acting(operation: Operation) -> Json:
    noun = operation.about
    record: Json = {"type": ["object", "null"]}
    if noun:
        record = {"anyOf": [{"$ref": f"#/components/schemas/{noun}"}, {"type": ["object", "null"]}]}
    schema = {
        "type": "object",
        "properties": {
            "done": {"const": True},
            "changed": {"type": "boolean"},
            "sentences": {"type": "array", "items": {"type": "string"}},
            "noun": {"type": ["string", "null"]},
            "record": record,
        },
        "required": ["done", "changed", "sentences", "noun", "record"],
        "additionalProperties": False,
    }
    example = {
        "done": True,
        "changed": True,
        "sentences": [str(operation.title)],
        "noun": noun or None,
        "record": resources()[noun].example if noun else None,
    }
    sent = operation.schema
    return {
        "operationId": operation.code,
        "tags": [operation.section],
        "summary": str(operation.title),
        "parameters": [*_in_path(operation.path), KEY, MATCH],
        "requestBody": {
            "required": bool(sent["required"]),
            "content": {
                "application/json": {"schema": sent, "examples": {"usual": _sent(operation)}}
            },
        },
        "responses": _responses(201 if operation.makes else 200, schema, example),
    }


def _sent(operation: Operation) -> Mapping[str, object]:
    """What is needed at least, by the kinds of the fields."""
    schema = operation.schema
    value = {key: _example(schema["properties"][key]) for key in schema["required"]}
    return {"value": value}


def _example(schema: Json) -> object:
    if "enum" in schema:
        return next((code for code in schema["enum"] if code), schema["enum"][0])
    kinds = schema.get("type", "string")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        return {"name": "佐证.jpg", "content": "/9j/4AAQ"}
    if kind == "array":
        return [_example(schema["items"])]
    usual = {"integer": 3, "boolean": True, "number": 1.5}
    formats = {"date": "2026-03-17", "uuid": "3f0c9c6e-6f0e-4d0b-9d53-0f6f3a4b5c6d"}
    return usual.get(kind, formats.get(schema.get("format", ""), "1"))


def _screen(name: str, path: str) -> Json:
    return {
        "operationId": f"screen_{name}",
        "tags": ["screens"],
        "summary": name,
        "description": _("页面取值，随页面变化，不作为长期约定。"),
        "parameters": [*_in_path(path), NONE_MATCH],
        "responses": _responses(200, {"type": "object"}, {}),
    }


def _responses(status: int, schema: Json, example: object) -> Json:
    body = {"schema": schema, "examples": {"usual": {"value": example}}}
    fine = {"description": _("已办理"), "content": {"application/json": body}}
    problem = {"$ref": "#/components/responses/problem"}
    codes = [400, 401, 403, 404, 405, 409, 412, 413, 415, 422]
    unchanged = {"304": {"$ref": "#/components/responses/unchanged"}}
    return {str(status): fine} | unchanged | {str(code): problem for code in codes}


def limits() -> Mapping[str, int]:
    """What the page of documentation says of sizes and times."""
    return {
        "days": settings.API_TOKEN_DAYS,
        "hours": settings.API_KEY_HOURS,
        "kilobytes": settings.API_BODY_BYTES // 1024,
        "depth": settings.API_DEPTH,
        "most": MOST,
    }
