"""Types a line and a tab into an interactive shell on a terminal, and prints what the line has become.

type.py SHELL ARG... LINE
"""
import os, pty, select, sys, time

argv, line = sys.argv[1:-1], sys.argv[-1]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(argv[0], argv)
seen = b""


def until(done, limit=30):
    global seen
    end = time.time() + limit
    while not done(seen) and time.time() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                seen += os.read(terminal, 4096)
            except OSError:
                return


until(lambda text: b"> " in text)
os.write(terminal, line.encode() + b"\t")
# Its words are printed instead of run, with a last one behind them. Keys wait until the tab was answered.
os.write(terminal, b"\x01printf '<%s>' \x05 END\r")
until(lambda text: b"<END>" in text)
os.write(terminal, b"exit\r")
words = seen.decode("utf8", "replace").rpartition("<writ>")[2].partition("<END>")[0]
sys.stdout.write(" ".join(["writ", *[word.split(">")[0] for word in words.split("<")[1:]]]))
