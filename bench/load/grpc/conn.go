// Package grpc is the least of a gRPC client that a load client needs: HTTP/2 frames on plain TCP, read and written in
// place, with flow control in both directions. It knows no TLS, no compression and no deadlines.
package grpc

import (
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"

	"golang.org/x/net/http2/hpack"

	"playmesh/load/loop"
)

// How much a server may send on a connection before it must hear from us. A stream has HTTP/2's default.
const connectionWindow = 1 << 20

// Conn is one HTTP/2 connection. Streams on it are opened by Open and Call, at any time, also before it is connected.
type Conn struct {
	tcp       *loop.Conn
	loop      *loop.Loop
	authority string
	closed    func(error)
	streams   []*Stream // by half of their id, which is odd
	decoder   *hpack.Decoder
	decoding  *Stream // whose headers are being decoded
	block     []byte  // a header block that goes on in further frames
	scratch   []byte

	sendWindow       int
	peerStreamWindow int
	maxStreams       int
	live             int
	unacknowledged   int // received since the last window update
	err              error
}

// Dial connects; closed is called once when the connection could not be made or is gone, after its streams have ended.
func Dial(l *loop.Loop, address netip.AddrPort, closed func(error)) (*Conn, error) {
	c := &Conn{
		loop: l, authority: address.String(), closed: closed, streams: []*Stream{nil},
		sendWindow: defaultWindow, peerStreamWindow: defaultWindow, maxStreams: 1 << 30,
	}
	// Without a dynamic table, the only state of a decoder is the block it is at.
	c.decoder = hpack.NewDecoder(0, func(field hpack.HeaderField) { c.decoding.header(field) })
	tcp, err := l.Dial(address, c)
	if err != nil {
		return nil, err
	}
	c.tcp = tcp
	tcp.Append([]byte(preface)...)
	settings := appendSetting(appendSetting(nil, settingHeaderTableSize, 0), settingEnablePush, 0)
	c.write(frameSettings, 0, 0, settings)
	c.updateWindow(0, connectionWindow-defaultWindow)
	return c, nil
}

// Live is how many streams are open.
func (c *Conn) Live() int { return c.live }

// Close ends the connection at once; its streams are not told.
func (c *Conn) Close() {
	c.err = errors.New("closed")
	c.tcp.Close()
}

// Open begins a stream. Where the connection is gone, or has as many streams as the server lets it have, the stream
// ends with UNAVAILABLE as soon as the loop is free.
func (c *Conn) Open(path string, headers []Header, handler Handler) *Stream {
	s := &Stream{conn: c, handler: handler, id: uint32(len(c.streams)*2 - 1), sendWindow: c.peerStreamWindow}
	if c.err != nil || c.live >= c.maxStreams {
		s.conn = nil
		c.loop.After(0, func() { handler.Ended(Status{Code: Unavailable, Message: "no connection has room for the stream"}) })
		return s
	}
	c.streams = append(c.streams, s)
	c.live++
	c.scratch = appendRequestHeaders(c.scratch[:0], c.authority, path, headers)
	c.write(frameHeaders, flagEndHeaders, s.id, c.scratch)
	return s
}

// Received implements loop.Handler.
func (c *Conn) Received(data []byte) (used int) {
	for len(data)-used >= frameHeaderBytes && c.err == nil {
		head := data[used:]
		length := int(head[0])<<16 | int(head[1])<<8 | int(head[2])
		if length > maxFramePayload {
			c.fail(fmt.Errorf("a frame of %d bytes, which was not allowed", length))
			break
		}
		end := frameHeaderBytes + length
		if len(head) < end {
			break
		}
		used += end
		id := binary.BigEndian.Uint32(head[5:]) &^ (1 << 31)
		if err := c.frame(head[3], head[4], id, head[frameHeaderBytes:end]); err != nil {
			c.fail(err)
		}
	}
	return used
}

// Closed implements loop.Handler.
func (c *Conn) Closed(err error) {
	c.err = err
	for _, s := range c.streams {
		if s != nil {
			s.end(Status{Code: Unavailable, Message: "connection lost"})
		}
	}
	c.closed(err)
}

func (c *Conn) fail(err error) {
	if c.err == nil {
		c.tcp.Close()
		c.Closed(err)
	}
}

func (c *Conn) frame(kind, flags byte, id uint32, payload []byte) error {
	switch kind {
	case frameData:
		return c.data(flags, id, payload)
	case frameHeaders, frameContinuation:
		return c.headers(kind, flags, id, payload)
	case frameReset:
		if s := c.stream(id); s != nil && len(payload) == 4 {
			s.end(resetStatus(binary.BigEndian.Uint32(payload)))
		}
	case frameSettings:
		if flags&flagAck == 0 {
			return c.settings(payload)
		}
	case framePing:
		if flags&flagAck == 0 && len(payload) == 8 {
			c.write(framePing, flagAck, 0, payload)
		}
	case frameGoAway:
		if len(payload) < 8 {
			return errors.New("a GOAWAY that is too short")
		}
		// What is open goes on; what the server has not taken up never will.
		last := binary.BigEndian.Uint32(payload) &^ (1 << 31)
		for _, s := range c.streams {
			if s != nil && s.id > last {
				s.end(Status{Code: Unavailable, Message: "refused by GOAWAY"})
			}
		}
	case frameWindowUpdate:
		if len(payload) != 4 {
			return errors.New("a WINDOW_UPDATE that is not of 4 bytes")
		}
		c.opened(id, int(binary.BigEndian.Uint32(payload)&^(1<<31)))
	}
	return nil // frames of other kinds are to be ignored
}

func (c *Conn) data(flags byte, id uint32, payload []byte) error {
	c.unacknowledged += len(payload)
	if c.unacknowledged >= connectionWindow/2 {
		c.updateWindow(0, c.unacknowledged)
		c.unacknowledged = 0
	}
	s := c.stream(id)
	if s == nil {
		return nil // of a stream that we have given up
	}
	length := len(payload)
	payload, err := unpad(flags, payload)
	if err != nil {
		return err
	}
	s.data(payload, length)
	if flags&flagEndStream != 0 && c.stream(id) != nil {
		s.end(Status{Code: Unknown, Message: "ended without a status"})
	}
	return nil
}

func (c *Conn) headers(kind, flags byte, id uint32, payload []byte) error {
	if kind == frameHeaders {
		var err error
		if payload, err = unpad(flags, payload); err != nil {
			return err
		}
		if flags&flagPriority != 0 {
			if len(payload) < 5 {
				return errors.New("HEADERS that are too short")
			}
			payload = payload[5:]
		}
		// The end of the stream is told by the first frame of the block.
		if s := c.stream(id); s != nil && flags&flagEndStream != 0 {
			s.inTrailers = true
		}
	}
	if len(c.block) > 0 || flags&flagEndHeaders == 0 {
		c.block = append(c.block, payload...)
		payload = c.block
	}
	if flags&flagEndHeaders == 0 {
		return nil
	}
	c.block = c.block[:0]
	s := c.stream(id)
	c.decoding = s
	if s == nil {
		return nil // without a dynamic table nothing is missed
	}
	if _, err := c.decoder.Write(payload); err != nil {
		return fmt.Errorf("headers: %w", err)
	}
	if err := c.decoder.Close(); err != nil {
		return fmt.Errorf("headers: %w", err)
	}
	if s.inTrailers && c.stream(id) != nil {
		s.end(s.status)
	}
	return nil
}

func (c *Conn) settings(payload []byte) error {
	for ; len(payload) >= 6; payload = payload[6:] {
		value := int(binary.BigEndian.Uint32(payload[2:]))
		switch binary.BigEndian.Uint16(payload) {
		case settingInitialWindowSize:
			more := value - c.peerStreamWindow
			c.peerStreamWindow = value
			for _, s := range c.streams {
				if s != nil {
					s.sendWindow += more
					s.flush()
				}
			}
		case settingMaxConcurrentStreams:
			c.maxStreams = value
			if c.live > value {
				return fmt.Errorf("%d streams are open on a connection that may have %d", c.live, value)
			}
		}
	}
	c.write(frameSettings, flagAck, 0, nil)
	return nil
}

// opened is told that the server can take more, of a stream or of the connection.
func (c *Conn) opened(id uint32, more int) {
	if id != 0 {
		if s := c.stream(id); s != nil {
			s.sendWindow += more
			s.flush()
		}
		return
	}
	wasShut := c.sendWindow <= 0
	c.sendWindow += more
	if !wasShut {
		return
	}
	for _, s := range c.streams {
		if s != nil {
			s.flush()
		}
	}
}

func (c *Conn) stream(id uint32) *Stream {
	if i := int(id+1) / 2; id%2 == 1 && i < len(c.streams) {
		return c.streams[i]
	}
	return nil
}

func (c *Conn) updateWindow(id uint32, more int) {
	var payload [4]byte
	binary.BigEndian.PutUint32(payload[:], uint32(more))
	c.write(frameWindowUpdate, 0, id, payload[:])
}

func (c *Conn) write(kind, flags byte, id uint32, payload []byte) {
	head := frameHeader(len(payload), kind, flags, id)
	c.tcp.Append(head[:]...)
	c.tcp.Append(payload...)
}

func unpad(flags byte, payload []byte) ([]byte, error) {
	if flags&flagPadded == 0 {
		return payload, nil
	}
	if len(payload) == 0 || int(payload[0]) >= len(payload) {
		return nil, errors.New("a frame with more padding than bytes")
	}
	return payload[1 : len(payload)-int(payload[0])], nil
}
