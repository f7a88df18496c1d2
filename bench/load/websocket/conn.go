// Package websocket is the least of a WebSocket client (RFC 6455) that a load client needs: messages in one frame each,
// without extensions, on plain TCP.
package websocket

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"

	"playmesh/load/loop"
)

// Kind is what a frame holds.
type Kind byte

const (
	Text   Kind = 1
	Binary Kind = 2

	closing Kind = 8
	ping    Kind = 9
	pong    Kind = 10

	final  = 0x80
	masked = 0x80
	// Sizes from which on the length is in two bytes, or in eight.
	mediumFrom, longFrom = 126, 1 << 16

	// Longer messages are not expected of any server; they would only hide a mistake.
	maxMessage = 64 << 10
)

// Handler is told what happens on a connection.
type Handler interface {
	// Opened: the server has agreed to speak WebSocket.
	Opened()
	// Message is called with each message; the slice is good only during the call.
	Message(message []byte)
	// Closed is called once when the connection could not be made, broke or was closed by the server; not after Close.
	Closed(err error)
}

// Conn is one connection. Make it with Dial.
type Conn struct {
	tcp     *loop.Conn
	handler Handler
	accept  string // what the server must answer to our key
	open    bool
	over    bool
}

// ErrClosed is why a connection is gone that the server has closed in order.
var ErrClosed = errors.New("closed by the server")

// Dial connects and asks for a WebSocket at the path, which may carry a query.
func Dial(l *loop.Loop, address netip.AddrPort, path string, handler Handler) (*Conn, error) {
	var nonce [16]byte
	binary.NativeEndian.PutUint64(nonce[:], rand.Uint64())
	binary.NativeEndian.PutUint64(nonce[8:], rand.Uint64())
	key := base64.StdEncoding.EncodeToString(nonce[:])
	proof := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	c := &Conn{handler: handler, accept: base64.StdEncoding.EncodeToString(proof[:])}
	tcp, err := l.Dial(address, c)
	if err != nil {
		return nil, err
	}
	c.tcp = tcp
	tcp.Append(fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
		"Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n", path, address, key)...)
	return c, nil
}

// Send sends one message, which is copied.
func (c *Conn) Send(kind Kind, message []byte) {
	if !c.open || c.over {
		return
	}
	frame := append(make([]byte, 0, 160), final|byte(kind))
	switch length := len(message); {
	case length < mediumFrom:
		frame = append(frame, masked|byte(length))
	case length < longFrom:
		frame = binary.BigEndian.AppendUint16(append(frame, masked|126), uint16(length))
	default:
		frame = binary.BigEndian.AppendUint64(append(frame, masked|127), uint64(length))
	}
	mask := rand.Uint32()
	frame = binary.LittleEndian.AppendUint32(frame, mask)
	for i, b := range message {
		frame = append(frame, b^byte(mask>>(8*(i%4))))
	}
	c.tcp.Append(frame...)
}

// Close ends the connection at once; its handler is not told.
func (c *Conn) Close() {
	c.over = true
	c.tcp.Close()
}

// Received implements loop.Handler.
func (c *Conn) Received(data []byte) (used int) {
	if !c.open {
		end := bytes.Index(data, []byte("\r\n\r\n"))
		if end < 0 {
			return 0
		}
		if err := c.agreed(string(data[:end])); err != nil {
			c.end(err)
			return len(data)
		}
		used = end + 4
		c.open = true
		c.handler.Opened()
	}
	for !c.over {
		n := c.frame(data[used:])
		if n == 0 {
			break
		}
		used += n
	}
	return used
}

// Closed implements loop.Handler.
func (c *Conn) Closed(err error) {
	if !c.over {
		c.over = true
		c.handler.Closed(err)
	}
}

func (c *Conn) end(err error) {
	c.tcp.Close()
	c.Closed(err)
}

func (c *Conn) agreed(answer string) error {
	status, headers, _ := strings.Cut(answer, "\r\n")
	if !strings.HasPrefix(status, "HTTP/1.1 101 ") {
		return fmt.Errorf("no WebSocket but %q", status)
	}
	for line := range strings.SplitSeq(headers, "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		if strings.EqualFold(name, "Sec-WebSocket-Accept") && strings.TrimSpace(value) == c.accept {
			return nil
		}
	}
	return errors.New("an answer to another's key")
}

// frame handles the first frame of the data, if it is whole, and says how long it is.
func (c *Conn) frame(data []byte) int {
	if len(data) < 2 {
		return 0
	}
	length, at := int(data[1]), 2
	switch {
	case length == 126 && len(data) >= 4:
		length, at = int(binary.BigEndian.Uint16(data[2:])), 4
	case length >= 126 && length < 128 && len(data) < 10:
		return 0
	case length == 127:
		length, at = int(min(binary.BigEndian.Uint64(data[2:]), maxMessage+1)), 10
	}
	if length > maxMessage || data[1]&masked != 0 || data[0]&0xf0 != final {
		c.end(errors.New("a frame that is too long, masked, in parts or of an extension"))
		return 0
	}
	if len(data) < at+length {
		return 0
	}
	payload := data[at : at+length]
	switch Kind(data[0] & 0x0f) {
	case Text, Binary:
		c.handler.Message(payload)
	case ping:
		c.Send(pong, payload)
	case closing:
		c.end(ErrClosed) // the end of the connection is answer enough
	}
	return at + length
}
