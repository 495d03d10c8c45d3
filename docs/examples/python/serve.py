"""A server around one function: `receive(path, query, headers, body)` returns `(status, text)`, or raises: then it is 500."""
import os
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

# One secret, or two divided by a space while it is changed.
SECRETS = os.environ.get("SECRET", "").split()
if not SECRETS:
    raise SystemExit("Set SECRET: without it anybody could give away coins.")


def serve(receive):
    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            given = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            try:
                status, text = receive(self.path, given, self.headers, body)
            except Exception:
                traceback.print_exc()
                status, text = 500, "try again"
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; charset=utf-8")
            self.end_headers()
            self.wfile.write(text.encode())

        do_GET = do_POST = answer

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8000"))), Handler)
    print("port", server.server_address[1], flush=True)
    server.serve_forever()
