package grpc

import "encoding/binary"

// Frame types, flags and settings of HTTP/2 (RFC 9113, section 6).
const (
	frameData         = 0
	frameHeaders      = 1
	frameReset        = 3
	frameSettings     = 4
	framePing         = 6
	frameGoAway       = 7
	frameWindowUpdate = 8
	frameContinuation = 9

	flagEndStream  = 0x1
	flagAck        = 0x1
	flagEndHeaders = 0x4
	flagPadded     = 0x8
	flagPriority   = 0x20

	settingHeaderTableSize      = 1
	settingEnablePush           = 2
	settingMaxConcurrentStreams = 3
	settingInitialWindowSize    = 4

	frameHeaderBytes = 9
	// What a peer must take unless it says more; no frame of ours is longer.
	maxFramePayload = 16 << 10
	defaultWindow   = 65535

	preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
)

func frameHeader(length int, kind, flags byte, stream uint32) [frameHeaderBytes]byte {
	return [frameHeaderBytes]byte{
		byte(length >> 16), byte(length >> 8), byte(length), kind, flags,
		byte(stream >> 24), byte(stream >> 16), byte(stream >> 8), byte(stream),
	}
}

func appendSetting(to []byte, id uint16, value uint32) []byte {
	return binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint16(to, id), value)
}

// Header is a request header; names are lower case.
type Header struct{ Name, Value string }

// appendRequestHeaders encodes the headers of a gRPC request by HPACK (RFC 7541), without its dynamic table: a connection
// has few streams, or streams with tokens of their own.
func appendRequestHeaders(to []byte, authority, path string, headers []Header) []byte {
	to = append(to, 0x83, 0x86) // :method: POST, :scheme: http, both in the static table
	to = appendLiteral(to, ":path", path)
	to = appendLiteral(to, ":authority", authority)
	to = appendLiteral(to, "te", "trailers")
	to = appendLiteral(to, "content-type", "application/grpc")
	to = appendLiteral(to, "user-agent", "playmesh-load")
	for _, header := range headers {
		to = appendLiteral(to, header.Name, header.Value)
	}
	return to
}

func appendLiteral(to []byte, name, value string) []byte {
	to = append(to, 0) // not indexed, new name
	to = append(appendLength(to, len(name)), name...)
	return append(appendLength(to, len(value)), value...)
}

// appendLength is an integer with a prefix of 7 bits (RFC 7541, 5.1); the eighth says that no Huffman code is used.
func appendLength(to []byte, n int) []byte {
	if n < 127 {
		return append(to, byte(n))
	}
	to = append(to, 127)
	for n -= 127; n >= 128; n >>= 7 {
		to = append(to, byte(n)|128)
	}
	return append(to, byte(n))
}
