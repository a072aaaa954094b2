#!/usr/bin/env python3
"""A small receiver beside the demo, and no part of the service: shows in one line each what the EHR and telehealth
modules are told of a hospital when it changes. Keeps everything in memory, checks nothing, listens on loopback only.

    tools/receiver.py PORTFILE      writes the port that it was given into PORTFILE
"""
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

store = {}          # (module, path) -> resource
names = {}          # (module, hospital) -> name
lock = threading.Lock()
news = {"resources": 0, "at": 0.0, "said": False}


def parts(extensions):
    """Extensions of one level by the last word of their URL."""
    return {e["url"].rsplit("/", 1)[-1]: e for e in extensions or []}


def value(extension):
    found = [v for k, v in extension.items() if k.startswith("value")]
    return found[0] if found else None


def describe(location):
    """What a Location says in a few words."""
    words = []
    for name, extension in parts(location.get("extension")).items():
        inner = {k: value(e) for k, e in parts(extension.get("extension")).items()}
        shown = []
        for key, said in inner.items():
            if isinstance(said, dict):
                said = said.get("code") or (said.get("coding") or [{}])[0].get("code") or said.get("text") or said.get("value")
            if said is not None and not key.endswith(("Date", "asOf")):
                shown.append(f"{key}={said}")
        if shown:
            words.append(f"{name}({', '.join(shown)})")
    status = location.get("operationalStatus", {}).get("code")
    return " ".join(([f"status={status}"] if status else []) + words)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One packet for an answer: two would wait for each other.
    wbufsize = 1 << 16
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"{}"):
        self.send_response(status)
        self.send_header("Content-Type", "application/fhir+json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        module, _, path = self.path.lstrip("/").partition("/")
        try:
            resource = json.loads(body)
        except ValueError:
            return self.answer(400)
        with lock:
            before = store.get((module, path))
            store[(module, path)] = resource
            news["resources"] += 1
            news["at"] = time.monotonic()
        if before is not None and before != resource and resource.get("resourceType") == "Location":
            said = describe(resource)
            if said != describe(before):
                print(f"  [{module}] {resource.get('name', path)}: {said}", flush=True)
        self.answer(200 if before is not None else 201, body)

    def do_GET(self):
        module, _, path = self.path.lstrip("/").partition("/")
        with lock:
            found = store.get((module, path))
        self.answer(404 if found is None else 200, json.dumps(found or {}).encode())


def watch(parent):
    """Ends with the demo; says once how much is known when the first wave is over."""
    while os.getppid() == parent:
        time.sleep(0.5)
        with lock:
            quiet = news["resources"] and time.monotonic() - news["at"] > 1.0
            if quiet and not news["said"]:
                news["said"] = True
                modules = sorted({m for m, _ in store})
                print(f"  [{', '.join(modules)}] {len(store)} resources received", flush=True)
    os._exit(0)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    # The other end may go at any time.
    server.handle_error = lambda *_: None
    server.daemon_threads = True
    with open(sys.argv[1] + ".part", "w") as file:
        file.write(str(server.server_address[1]))
    os.rename(sys.argv[1] + ".part", sys.argv[1])
    threading.Thread(target=watch, args=(os.getppid(),), daemon=True).start()
    server.serve_forever()
