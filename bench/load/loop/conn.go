package loop

import (
	"fmt"
	"io"
	"syscall"
)

// Handler is told what happens on a connection.
type Handler interface {
	// Received is given all that has come and was not used yet, and says how many bytes of it, from the front, it has
	// used. The slice is good only during the call.
	Received(data []byte) (used int)
	// Closed is called once when the connection could not be made, broke or was closed by the server; not after Close.
	Closed(err error)
}

// Conn is one TCP connection of a Loop.
type Conn struct {
	loop      *Loop
	handler   Handler
	rest      []byte // received and not used yet
	out       []byte // not written yet
	fd        int
	connected bool
	watching  bool // epoll tells when it can be written to
	dirty     bool
	closed    bool
}

// Append adds to what will be written when the loop has handled what it is at: all of it in one system call.
func (c *Conn) Append(data ...byte) {
	if c.closed {
		return
	}
	if c.out == nil {
		if spare := c.loop.spare; len(spare) > 0 {
			c.out = spare[len(spare)-1]
			c.loop.spare = spare[:len(spare)-1]
		}
	}
	c.out = append(c.out, data...)
	if !c.dirty {
		c.dirty = true
		c.loop.dirty = append(c.loop.dirty, c)
	}
}

// Close ends the connection at once; what waits to be written is dropped.
func (c *Conn) Close() {
	if c.closed {
		return
	}
	c.closed = true
	c.rest, c.out = nil, nil
	c.loop.dead = append(c.loop.dead, c)
}

func (c *Conn) ready(events uint32) {
	if !c.connected {
		code, err := syscall.GetsockoptInt(c.fd, syscall.SOL_SOCKET, syscall.SO_ERROR)
		if err == nil && code != 0 {
			err = syscall.Errno(code)
		}
		if err != nil {
			c.fail(fmt.Errorf("connect: %w", err))
			return
		}
		c.connected = true
	}
	if events&syscall.EPOLLOUT != 0 {
		c.flush()
	}
	if events&(syscall.EPOLLIN|syscall.EPOLLHUP|syscall.EPOLLERR) != 0 && !c.closed {
		c.receive()
	}
}

// receive reads once: epoll tells again where there is more.
func (c *Conn) receive() {
	n, err := syscall.Read(c.fd, c.loop.read)
	switch {
	case err == syscall.EAGAIN || err == syscall.EINTR:
		return
	case err != nil:
		c.fail(fmt.Errorf("read: %w", err))
		return
	case n == 0:
		c.fail(io.EOF)
		return
	}
	c.loop.tick()
	data := c.loop.read[:n]
	if len(c.rest) > 0 {
		c.rest = append(c.rest, data...)
		data = c.rest
	}
	used := c.handler.Received(data)
	switch {
	case c.closed:
	case used == len(data):
		if cap(c.rest) > keepBytes {
			c.rest = nil
		}
		c.rest = c.rest[:0]
	case len(c.rest) > 0:
		c.rest = c.rest[:copy(c.rest, c.rest[used:])]
	default:
		c.rest = append(c.rest, data[used:]...)
	}
	if c.dirty {
		c.flush() // stays listed as dirty, which does no harm
	}
}

func (c *Conn) flush() {
	c.dirty = false
	if c.closed || !c.connected || len(c.out) == 0 {
		return
	}
	n, err := syscall.Write(c.fd, c.out)
	if err != nil && err != syscall.EAGAIN && err != syscall.EINTR {
		c.fail(fmt.Errorf("write: %w", err))
		return
	}
	if n = max(n, 0); n < len(c.out) {
		c.out = c.out[:copy(c.out, c.out[n:])]
	} else {
		if cap(c.out) <= keepBytes {
			c.loop.spare = append(c.loop.spare, c.out[:0])
		}
		c.out = nil
	}
	if err := c.watch(syscall.EPOLL_CTL_MOD, len(c.out) > 0); err != nil {
		c.fail(err)
	}
}

// watch tells epoll what to look for; that there is something to read always.
func (c *Conn) watch(operation int, writable bool) error {
	if operation == syscall.EPOLL_CTL_MOD && writable == c.watching {
		return nil
	}
	events := uint32(syscall.EPOLLIN)
	if writable {
		events |= syscall.EPOLLOUT
	}
	c.watching = writable
	if err := syscall.EpollCtl(c.loop.epoll, operation, c.fd, &syscall.EpollEvent{Events: events, Fd: int32(c.fd)}); err != nil {
		return fmt.Errorf("epoll_ctl: %w", err)
	}
	return nil
}

func (c *Conn) fail(err error) {
	if c.closed {
		return
	}
	c.Close()
	c.handler.Closed(err)
}
