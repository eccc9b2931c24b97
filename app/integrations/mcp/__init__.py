"""Citewell as an MCP server: search, ask, read a passage. Over stdio or HTTP, by the official SDK.

`tools.py` says what there is, `arguments.py` what each takes, `doors.py` through what it is done,
`server.py` speaks the protocol, `over_http.py` puts it on the service's port.
"""
