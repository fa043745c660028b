#!/usr/bin/env bash
set -e

# --8<-- [start:files]
mkdir ~/shop ~/shop/front ~/shop/back
cd ~/shop
cat >back/app.py <<'PYTHON'
import http.server
import signal
import socket
import sys


class Api(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"answered by {socket.gethostname()}\n".encode())


signal.signal(signal.SIGTERM, lambda *_: sys.exit())
http.server.ThreadingHTTPServer(("", 8000), Api).serve_forever()
PYTHON
# --8<-- [end:files]
# --8<-- [start:files-check]
[[ -s back/app.py && -d front ]]
# --8<-- [end:files-check]
