package grpc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"runtime"
	"testing"
	"time"

	"playmesh/load/loop"
)

// peer is the server's side of one connection, a frame at a time.
type peer struct {
	t    *testing.T
	conn net.Conn
}

func (p *peer) read() (kind, flags byte, id uint32, payload []byte) {
	head := make([]byte, frameHeaderBytes)
	if _, err := io.ReadFull(p.conn, head); err != nil {
		return 255, 0, 0, nil
	}
	payload = make([]byte, int(head[0])<<16|int(head[1])<<8|int(head[2]))
	if _, err := io.ReadFull(p.conn, payload); err != nil {
		return 255, 0, 0, nil
	}
	return head[3], head[4], binary.BigEndian.Uint32(head[5:]), payload
}

// until reads on to a frame of this kind.
func (p *peer) until(wanted byte) (flags byte, id uint32, payload []byte) {
	for {
		kind, flags, id, payload := p.read()
		if kind == wanted {
			return flags, id, payload
		}
		if kind == 255 {
			p.t.Errorf("the connection ended before a frame of kind %d", wanted)
			runtime.Goexit()
		}
	}
}

func (p *peer) write(kind, flags byte, id uint32, payload []byte) {
	head := frameHeader(len(payload), kind, flags, id)
	if _, err := p.conn.Write(append(head[:], payload...)); err != nil {
		p.t.Log("write:", err)
	}
}

func (p *peer) windowUpdate(id uint32, more int) {
	p.write(frameWindowUpdate, 0, id, binary.BigEndian.AppendUint32(nil, uint32(more)))
}

func message(payload []byte) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{0}, uint32(len(payload))), payload...)
}

func trailers(status string) []byte { return appendLiteral(nil, "grpc-status", status) }

// run connects a client to a server that does `serve`, and runs the loop until `use` says stop.
func run(t *testing.T, serve func(*peer), use func(l *loop.Loop, c *Conn)) {
	t.Helper()
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		conn, err := listener.Accept()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		if _, err := io.ReadFull(conn, make([]byte, len(preface))); err != nil {
			t.Error(err)
			return
		}
		serve(&peer{t, conn})
	}()
	l, err := loop.New()
	if err != nil {
		t.Fatal(err)
	}
	c, err := Dial(l, netip.MustParseAddrPort(listener.Addr().String()), func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	l.After(10*time.Second, func() {
		t.Error("not done within 10 s")
		l.Stop()
	})
	use(l, c)
	if err := l.Run(); err != nil {
		t.Fatal(err)
	}
	c.Close()
	_ = l.Run() // only closes what is left
	listener.Close()
	<-served
}

// recorder is a Handler that remembers, and stops the loop at the end.
type recorder struct {
	loop    *loop.Loop
	headers map[string]string
	bytes   []byte
	status  *Status
}

func (r *recorder) Header(name, value string) {
	if r.headers == nil {
		r.headers = map[string]string{}
	}
	r.headers[name] = value
}
func (r *recorder) Message(message []byte) { r.bytes = append(r.bytes, message...) }
func (r *recorder) Ended(status Status) {
	r.status = &status
	r.loop.Stop()
}

func TestSendsNoMoreThanTheWindowsAllow(t *testing.T) {
	const window = 20
	sent := bytes.Repeat([]byte("abcdefg"), 30)
	var got []byte
	serve := func(p *peer) {
		p.write(frameSettings, 0, 0, appendSetting(nil, settingInitialWindowSize, window))
		p.until(frameSettings)
		p.until(frameSettings) // the acknowledgement: from here on the window holds
		_, id, _ := p.until(frameHeaders)
		open := window
		for flags := byte(0); flags&flagEndStream == 0; {
			var payload []byte
			flags, _, payload = p.until(frameData)
			got = append(got, payload...)
			if open -= len(payload); open < 0 {
				t.Errorf("%d bytes beyond the window", -open)
			}
			p.windowUpdate(id, 13)
			open += 13
		}
		p.write(frameHeaders, flagEndHeaders|flagEndStream, id, trailers("0"))
		p.until(255)
	}
	run(t, serve, func(l *loop.Loop, c *Conn) {
		r := &recorder{loop: l}
		l.After(100*time.Millisecond, func() {
			s := c.Open("/x", nil, r)
			s.Send(sent, false)
			s.Send(sent, true)
		})
	})
	if want := append(message(sent), message(sent)...); !bytes.Equal(got, want) {
		t.Errorf("the server got %d bytes, not the %d sent", len(got), len(want))
	}
}

func TestOpensItsWindowsAsItReads(t *testing.T) {
	const messages, size = 300, 10_000 // three times the window of a connection
	var updates int
	serve := func(p *peer) {
		_, id, _ := p.until(frameHeaders)
		p.write(frameHeaders, flagEndHeaders, id, []byte{0x88}) // :status: 200
		connection, stream := connectionWindow, defaultWindow
		body := bytes.Repeat(message(make([]byte, size)), messages)
		for len(body) > 0 {
			n := min(len(body), 7_777, connection, stream)
			if n <= 0 {
				_, updated, payload := p.until(frameWindowUpdate)
				updates++
				more := int(binary.BigEndian.Uint32(payload))
				if updated == 0 {
					connection += more
				} else {
					stream += more
				}
				continue
			}
			p.write(frameData, 0, id, body[:n])
			body, connection, stream = body[n:], connection-n, stream-n
		}
		p.write(frameHeaders, flagEndHeaders|flagEndStream, id, trailers("0"))
		p.until(255)
	}
	var r *recorder
	run(t, serve, func(l *loop.Loop, c *Conn) {
		r = &recorder{loop: l}
		c.Open("/x", nil, r)
	})
	if len(r.bytes) != messages*size || updates == 0 {
		t.Errorf("%d bytes came, after %d updates that the server had to wait for", len(r.bytes), updates)
	}
}

func TestCallGivesTheAnswerOrTheStatus(t *testing.T) {
	serve := func(p *peer) {
		_, id, _ := p.until(frameHeaders)
		_, _, payload := p.until(frameData)
		p.write(frameHeaders, flagEndHeaders, id, appendLiteral([]byte{0x88}, "x-playmesh-replica", "match-1"))
		p.write(frameData, 0, id, payload)
		p.write(frameHeaders, flagEndHeaders|flagEndStream, id, trailers("0"))
		_, id, _ = p.until(frameHeaders)
		p.write(frameHeaders, flagEndHeaders|flagEndStream, id, appendLiteral(append([]byte{0x88}, trailers("8")...), "grpc-message", "enough"))
		_, id, _ = p.until(frameHeaders)
		p.write(frameReset, 0, id, []byte{0, 0, 0, 7})
		p.until(255)
	}
	var status Status
	run(t, serve, func(l *loop.Loop, c *Conn) {
		c.Call("/x", nil, []byte("hello"), func(response []byte, replica string, err error) {
			if string(response) != "hello" || replica != "match-1" || err != nil {
				t.Errorf("%q from %q, %v", response, replica, err)
			}
			c.Call("/x", nil, nil, func(_ []byte, _ string, err error) {
				if !errors.As(err, &status) || status.Code != ResourceExhausted || status.Message != "enough" {
					t.Errorf("turned away with %v", err)
				}
				c.Call("/x", nil, nil, func(_ []byte, _ string, err error) {
					if !errors.As(err, &status) || status.Code != Unavailable {
						t.Errorf("reset with %v", err)
					}
					l.Stop()
				})
			})
		})
	})
}

func TestStreamsEndWithTheirConnection(t *testing.T) {
	serve := func(p *peer) { p.until(frameHeaders) }
	var r *recorder
	run(t, serve, func(l *loop.Loop, c *Conn) {
		r = &recorder{loop: l}
		c.Open("/x", nil, r)
	})
	if r.status == nil || r.status.Code != Unavailable {
		t.Errorf("the stream ended with %v", r.status)
	}
}
