// Package loop carries many TCP connections on one thread: one epoll, one read and one write for all that a connection
// has to say at a time. A load client that shares its machine with what it measures cannot afford more.
//
// Everything runs on the goroutine that calls Run; nothing in this package may be used from another one.
package loop

import (
	"container/heap"
	"fmt"
	"net/netip"
	"syscall"
	"time"
)

const (
	readBytes = 64 << 10
	maxEvents = 512
	// Buffers that grew beyond this are not kept.
	keepBytes = 64 << 10
)

// Time is in nanoseconds on a monotonic clock; only differences mean something.
type Time int64

// Loop is the one thread. Make it with New.
type Loop struct {
	epoll   int
	conns   []*Conn // by file descriptor
	dirty   []*Conn // have something to write
	dead    []*Conn // to be closed once no event of the batch can name them
	timers  timers
	read    []byte
	spare   [][]byte // write buffers that nobody uses now
	start   time.Time
	now     Time
	stopped bool
}

// New makes a loop without connections.
func New() (*Loop, error) {
	epoll, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("epoll_create1: %w", err)
	}
	return &Loop{epoll: epoll, read: make([]byte, readBytes), start: time.Now()}, nil
}

// Now is when what is being handled was read from its connection, or came due.
func (l *Loop) Now() Time { return l.now }

// After calls f once, d from now.
func (l *Loop) After(d time.Duration, f func()) {
	heap.Push(&l.timers, timer{l.now + Time(d), f})
}

// Stop makes Run return after what is being handled.
func (l *Loop) Stop() { l.stopped = true }

// Run carries connections and timers until Stop. It fails only where epoll does.
func (l *Loop) Run() error {
	events := make([]syscall.EpollEvent, maxEvents)
	l.tick()
	for !l.stopped {
		l.settle()
		n, err := syscall.EpollWait(l.epoll, events, l.patience())
		if err != nil && err != syscall.EINTR {
			return fmt.Errorf("epoll_wait: %w", err)
		}
		for _, event := range events[:max(n, 0)] {
			if c := l.conns[event.Fd]; c != nil && !c.closed {
				c.ready(event.Events)
			}
		}
		l.runTimers()
	}
	l.settle()
	return nil
}

func (l *Loop) tick() { l.now = Time(time.Since(l.start)) }

// patience is how long to wait for events, in milliseconds; -1 for ever.
func (l *Loop) patience() int {
	if len(l.timers) == 0 {
		return -1
	}
	l.tick()
	wait := l.timers[0].at - l.now
	return int(max(0, (wait+Time(time.Millisecond)-1)/Time(time.Millisecond)))
}

func (l *Loop) runTimers() {
	l.tick()
	for len(l.timers) > 0 && l.timers[0].at <= l.now && !l.stopped {
		heap.Pop(&l.timers).(timer).f()
	}
}

// settle writes what waits and closes what has ended.
func (l *Loop) settle() {
	for i := 0; i < len(l.dirty); i++ { // a connection that breaks may make others write
		l.dirty[i].flush()
	}
	l.dirty = l.dirty[:0]
	for _, c := range l.dead {
		l.conns[c.fd] = nil
		syscall.Close(c.fd)
	}
	l.dead = l.dead[:0]
}

// Dial begins to connect; what is written meanwhile waits. Failures come to handler.Closed.
func (l *Loop) Dial(address netip.AddrPort, handler Handler) (*Conn, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("socket: %w", err)
	}
	// What is written is a whole batch, so waiting for more would only hold it up.
	if err := syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1); err != nil {
		syscall.Close(fd)
		return nil, fmt.Errorf("TCP_NODELAY: %w", err)
	}
	to := &syscall.SockaddrInet4{Port: int(address.Port()), Addr: address.Addr().Unmap().As4()}
	if err := syscall.Connect(fd, to); err != nil && err != syscall.EINPROGRESS {
		syscall.Close(fd)
		return nil, fmt.Errorf("connect to %v: %w", address, err)
	}
	c := &Conn{loop: l, fd: fd, handler: handler}
	for len(l.conns) <= fd {
		l.conns = append(l.conns, nil)
	}
	l.conns[fd] = c
	if err := c.watch(syscall.EPOLL_CTL_ADD, true); err != nil {
		syscall.Close(fd)
		l.conns[fd] = nil
		return nil, err
	}
	return c, nil
}

type timer struct {
	at Time
	f  func()
}

type timers []timer

func (t timers) Len() int           { return len(t) }
func (t timers) Less(i, j int) bool { return t[i].at < t[j].at }
func (t timers) Swap(i, j int)      { t[i], t[j] = t[j], t[i] }
func (t *timers) Push(x any)        { *t = append(*t, x.(timer)) }
func (t *timers) Pop() any {
	last := len(*t) - 1
	x := (*t)[last]
	(*t)[last] = timer{}
	*t = (*t)[:last]
	return x
}
