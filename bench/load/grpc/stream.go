package grpc

import (
	"encoding/binary"
	"fmt"
	"strconv"

	"golang.org/x/net/http2/hpack"
)

// Codes of gRPC that are told apart here.
const (
	OK                = 0
	Unknown           = 2
	ResourceExhausted = 8
	Unavailable       = 14
)

// Status is how a stream or call ended.
type Status struct {
	Code    int
	Message string
}

func (s Status) Error() string { return fmt.Sprintf("status %d: %s", s.Code, s.Message) }

// resetStatus is what a reset stands for: the code of HTTP/2 is all that is told.
func resetStatus(code uint32) Status {
	return Status{Code: Unavailable, Message: fmt.Sprintf("reset with code %d", code)}
}

// Handler is told what comes on a stream.
type Handler interface {
	// Header is called for each header of the response, but not for trailers.
	Header(name, value string)
	// Message is called with each message; the slice is good only during the call.
	Message(message []byte)
	// Ended is called once, as the last; not after Cancel.
	Ended(status Status)
}

// Stream is one call.
type Stream struct {
	conn           *Conn
	handler        Handler
	partial        []byte // of a message that goes on in further frames
	pending        []byte // what the server's windows do not let out yet
	status         Status
	id             uint32
	sendWindow     int
	unacknowledged int
	inTrailers     bool
	lastPending    bool // the request ends behind what is pending
}

// Send sends one message, which is copied, and with `last` the end of the request. What the server cannot take yet waits.
func (s *Stream) Send(message []byte, last bool) {
	if s.conn == nil {
		return
	}
	prefix := [5]byte{}
	binary.BigEndian.PutUint32(prefix[1:], uint32(len(message)))
	length := len(prefix) + len(message)
	if length > min(s.sendWindow, s.conn.sendWindow, maxFramePayload) || len(s.pending) > 0 {
		s.pending = append(append(s.pending, prefix[:]...), message...)
		s.lastPending = last
		s.flush()
		return
	}
	flags := byte(0)
	if last {
		flags = flagEndStream
	}
	head := frameHeader(length, frameData, flags, s.id)
	s.conn.tcp.Append(head[:]...)
	s.conn.tcp.Append(prefix[:]...)
	s.conn.tcp.Append(message...)
	s.sendWindow -= length
	s.conn.sendWindow -= length
}

// flush sends as much of what is pending as the windows let out.
func (s *Stream) flush() {
	for len(s.pending) > 0 {
		n := min(len(s.pending), s.sendWindow, s.conn.sendWindow, maxFramePayload)
		if n <= 0 {
			return
		}
		flags := byte(0)
		if s.lastPending && n == len(s.pending) {
			flags = flagEndStream
		}
		s.conn.write(frameData, flags, s.id, s.pending[:n])
		s.sendWindow -= n
		s.conn.sendWindow -= n
		s.pending = s.pending[n:]
	}
	s.pending = nil
}

// Cancel gives the stream up; its handler hears no more.
func (s *Stream) Cancel() {
	if s.conn == nil {
		return
	}
	const cancel = 8
	s.conn.write(frameReset, 0, s.id, binary.BigEndian.AppendUint32(nil, cancel))
	s.forget()
}

func (s *Stream) data(payload []byte, length int) {
	s.unacknowledged += length
	if s.unacknowledged >= defaultWindow/2 {
		s.conn.updateWindow(s.id, s.unacknowledged)
		s.unacknowledged = 0
	}
	if len(s.partial) > 0 {
		s.partial = append(s.partial, payload...)
		payload = s.partial
	}
	for len(payload) >= 5 && s.conn != nil {
		end := 5 + int(binary.BigEndian.Uint32(payload[1:]))
		if len(payload) < end {
			break
		}
		s.handler.Message(payload[5:end])
		payload = payload[end:]
	}
	if len(payload) == 0 {
		s.partial = nil
	} else {
		s.partial = append([]byte(nil), payload...)
	}
}

func (s *Stream) header(field hpack.HeaderField) {
	switch {
	case field.Name == "grpc-status":
		code, err := strconv.Atoi(field.Value)
		if err != nil {
			code = Unknown
		}
		s.status.Code = code
	case field.Name == "grpc-message":
		s.status.Message = field.Value
	case field.Name == ":status":
		if field.Value != "200" {
			s.status = Status{Code: Unavailable, Message: "HTTP status " + field.Value}
		}
	case !s.inTrailers:
		s.handler.Header(field.Name, field.Value)
	}
}

func (s *Stream) end(status Status) {
	if s.conn == nil {
		return
	}
	s.forget()
	s.handler.Ended(status)
}

func (s *Stream) forget() {
	s.conn.streams[(s.id+1)/2] = nil
	s.conn.live--
	s.conn = nil
	s.partial, s.pending = nil, nil
}
