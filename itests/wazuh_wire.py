"""The Wazuh-db socket for the scripts beside this one (standard library only): frames, checks, and the table of commands
and whether they are ok, in what they answer and in what they do to the data."""
import re
import socket
import struct
import sys

failed = 0
_seen = {}


class Client:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(30)
        self.socket.connect(path)

    def exactly(self, count):
        data = b""
        while len(data) < count:
            part = self.socket.recv(count - len(data))
            if not part:
                raise EOFError("closed")
            data += part
        return data

    @staticmethod
    def frame(text):
        data = text.encode()
        return struct.pack("<I", len(data)) + data

    def reply(self):
        return self.exactly(struct.unpack("<I", self.exactly(4))[0])

    def ask(self, text):
        self.socket.sendall(self.frame(text))
        return self.reply().decode()

    def pushed(self, text):
        """All replies of a request: those that say due, and the last."""
        self.socket.sendall(self.frame(text))
        replies = []
        while not replies or replies[-1].startswith("due "):
            replies.append(self.reply().decode())
        return replies


def command(text):
    """The command of a request or of a check's name, or None."""
    words = text.split()
    if not words:
        return None
    if words[0] == "agent" and len(words) > 2:
        return "agent " + words[2]
    if words[:2] == ["global", "backup"]:
        return " ".join(words[:3])
    if words[0] in ("global", "task", "mitre", "wazuhdb") and len(words) > 1:
        return " ".join(words[:2])
    if words[0] in ("getstats", "getconfig"):
        return words[0]
    if words[0] in ("GET", "POST") and len(words) > 1:
        path = re.sub(r"(?<=/agents/)[^/]+(?=/groups$)", lambda m: m[0] if m[0] == "ids" else ":id", words[1])
        return words[0] + " " + re.sub(r"(?<=/ids/groups/).*", ":name", path)
    return None


def check(name, good, seen="", of=None, effect=False):
    """Notes and prints whether something is as it should be.

    of is the request that it is about; effect says that data were looked at: those that a command which reads has
    answered, or what is there behind a command that changes something. A status word alone shows neither."""
    global failed
    failed += not good
    found = command(of or name)
    if found:
        _seen.setdefault(found, []).append((bool(good), effect))
    print(f"{name[:60]:60} {'ok' if good else 'FAILED ' + repr(seen)[:400]}", flush=True)


def tells(reply):
    """Whether a reply has data in it."""
    return reply.startswith(("ok ", "due ", "{")) and reply.split(" ", 1)[-1] not in ("", "[]", '{"error":0}')


def table(section, commands):
    """Prints each command of a section of the description, how often it was checked, how often its data were looked at,
    and whether all of that was as it should be; a command of which no data were looked at fails."""
    global failed
    for each in commands:
        results = _seen.get(each, [])
        effects = sum(1 for _, effect in results if effect)
        good = bool(effects) and all(ok for ok, _ in results)
        failed += not good
        word = "ok" if good else "FAILED" if effects else "NO DATA LOOKED AT" if results else "NOT CHECKED"
        print(f"{section:4} {each:48} x {len(results):3}  data {effects:3}  {word}")


def finish():
    sys.stdout.flush()
    sys.exit(1 if failed else 0)
