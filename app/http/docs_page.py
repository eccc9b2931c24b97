"""The documentation page, made from the OpenAPI document on the server.

The usual Swagger page fetches its scripts from a content delivery network, which a hospital's
network does not allow. This one is a single file: what it needs stands in it.
"""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any, Final

from app.http.problems import KINDS, TYPE_PREFIX

_STYLE: Final = """
:root{color-scheme:light dark;--line:#8884;--soft:#8881;--link:#0b62b8}
body{font:16px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}
h1{margin-bottom:0}h2{margin-top:2.5rem;border-bottom:1px solid var(--line)}
section{border:1px solid var(--line);border-radius:.4rem;padding:.2rem 1rem 1rem;margin:1rem 0}
code,pre,textarea,input{font:13px/1.45 ui-monospace,monospace}
pre{background:var(--soft);padding:.7rem;overflow:auto;max-height:24rem;white-space:pre-wrap}
textarea{width:100%;box-sizing:border-box;min-height:6rem}
input{width:24rem;max-width:100%}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;border-bottom:1px solid var(--line);padding:.25rem .6rem .25rem 0;
vertical-align:top}
.method{font-weight:700;margin-right:.5rem}summary{cursor:pointer;color:var(--link)}
"""

_SCRIPT: Final = """
for (const form of document.querySelectorAll("form[data-path]")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const out = form.querySelector("output pre"), body = form.querySelector("textarea");
    let path = form.dataset.path;
    for (const field of form.querySelectorAll("input[data-in=path]"))
      path = path.replace("{" + field.name + "}", encodeURIComponent(field.value));
    const headers = {}, token = document.getElementById("token").value;
    if (token) headers.Authorization = "Bearer " + token;
    if (body) headers["Content-Type"] = "application/json";
    out.textContent = "...";
    try {
      const reply = await fetch(path, {method: form.dataset.method, headers,
                                       body: body ? body.value : undefined});
      const text = await reply.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch (error) { shown = text; }
      out.textContent = reply.status + " " + reply.statusText + "\\n" + shown;
    } catch (error) { out.textContent = "No reply: " + error.message; }
  });
}
"""


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_hash(_STYLE)}'; "
    f"script-src 'sha256-{_hash(_SCRIPT)}'; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""Nothing but this page's own style and script, and calls to this service."""


def render(openapi: dict[str, Any]) -> str:
    """The page as HTML."""
    info = openapi["info"]
    parts = [
        "<!doctype html><html lang=en><meta charset=utf-8>",
        "<meta name=viewport content='width=device-width'>",
        f"<title>{escape(info['title'])} API</title><style>{_STYLE}</style>",
        f"<h1>{escape(info['title'])} {escape(info['version'])}</h1>",
        f"<p>{_prose(info['description'])}</p>",
        "<p><a href=/openapi.json>openapi.json</a></p>",
        "<p><label>Bearer token <input id=token type=password autocomplete=off></label></p>",
        "<h2>Endpoints</h2>",
    ]
    for path, methods in openapi["paths"].items():
        for method, operation in methods.items():
            parts.extend(_operation(path, method, operation, openapi))
    parts.append("<h2>Problem types</h2><table><tr><th>Status<th>Type<th>Meaning</tr>")
    parts.extend(
        f"<tr><td>{kind.status}<td><code>{escape(TYPE_PREFIX + kind.slug)}</code>"
        f"<td>{escape(kind.title)}. {escape(kind.meaning)}</tr>"
        for kind in KINDS
    )
    parts.append("</table><h2>Schemas</h2>")
    for name, schema in sorted(openapi["components"]["schemas"].items()):
        parts.append(f"<details id='{escape(name)}'><summary>{escape(name)}</summary>")
        parts.append(f"<pre>{_json(schema)}</pre></details>")
    parts.append(f"<script>{_SCRIPT}</script></html>")
    return "\n".join(parts)


def _operation(
    path: str, method: str, operation: dict[str, Any], openapi: dict[str, Any]
) -> Iterator[str]:
    yield f"<section><h3><span class=method>{method.upper()}</span><code>{escape(path)}</code></h3>"
    yield f"<p><b>{escape(operation['summary'])}</b></p>"
    yield f"<p>{_prose(operation.get('description', ''))}</p>"
    yield "<details><summary>Try it</summary>"
    yield f"<form data-path='{escape(path)}' data-method={method.upper()}>"
    for parameter in operation.get("parameters", ()):
        name = escape(parameter["name"])
        yield f"<p><label>{name} <input name='{name}' data-in={parameter['in']}></label></p>"
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        yield f"<textarea>{_json(_example(schema, openapi))}</textarea>"
    yield "<p><button>Send</button></p><output><pre></pre></output></form></details>"
    for status, reply in operation["responses"].items():
        yield f"<details><summary>{status} {escape(reply['description'])}</summary>"
        for media_type, content in reply.get("content", {}).items():
            yield f"<p><code>{escape(media_type)}</code></p>"
            if "example" in content:
                yield f"<pre>{escape(str(content['example']))}</pre>"
            for name, shown in content.get("examples", {}).items():
                yield f"<p>{escape(name)}</p><pre>{_json(shown['value'])}</pre>"
        yield "</details>"
    yield "</section>"


def _example(schema: dict[str, Any], openapi: dict[str, Any]) -> Any:
    """A value with what a schema requires, each part as its own first example where it has one."""
    if "$ref" in schema:
        schema = openapi["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "examples" in schema:
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    if "properties" in schema:
        required = schema.get("required", ())
        return {field: _example(schema["properties"][field], openapi) for field in required}
    return ""


def _prose(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _json(value: object) -> str:
    return escape(json.dumps(value, indent=2, ensure_ascii=False))
