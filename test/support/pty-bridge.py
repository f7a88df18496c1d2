"""Runs a command in a pseudo-terminal: python3 pty-bridge.py COLUMNS ROWS COMMAND...

Stdin goes to the terminal, what the terminal shows to stdout. When the command has ended, its code is ours, and stderr
says "restored" if the terminal reads lines and echoes as it did before.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios

columns, rows, *command = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))
    os.execvp(command[0], command)

sources = [0, terminal]
while terminal in sources:
    for source in select.select(sources, [], [])[0]:
        try:
            data = os.read(source, 65536)
        except OSError:  # EIO: nobody has the terminal open any more
            data = b""
        if data:
            rest = data
            while rest:
                rest = rest[os.write(terminal if source == 0 else 1, rest) :]
            continue
        sources.remove(source)
        if source == 0:
            os.kill(child, signal.SIGHUP)

status = os.waitpid(child, 0)[1]
cooked = termios.ICANON | termios.ECHO | termios.ISIG
if termios.tcgetattr(terminal)[3] & cooked == cooked:
    print("restored", file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status) & 0xFF)
