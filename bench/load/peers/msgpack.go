package peers

import "encoding/binary"

// Those formats of MessagePack that the messages of the relay have: short strings, maps, and numbers from 0 up.
const (
	fixString = 0xa0
	string8   = 0xd9
	fixMap    = 0x80
	map16     = 0xde
	uint8bit  = 0xcc
	uint16bit = 0xcd
	uint32bit = 0xce

	fixStringBelow = 32
	fixMapBelow    = 16
	fixIntBelow    = 128
)

// appendString takes strings of less than 256 bytes.
func appendString(to []byte, s string) []byte {
	if len(s) < fixStringBelow {
		return append(append(to, fixString|byte(len(s))), s...)
	}
	return append(append(to, string8, byte(len(s))), s...)
}

func appendUint(to []byte, n uint32) []byte {
	switch {
	case n < fixIntBelow:
		return append(to, byte(n))
	case n < 1<<8:
		return append(to, uint8bit, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(to, uint16bit), uint16(n))
	default:
		return binary.BigEndian.AppendUint32(append(to, uint32bit), n)
	}
}

// msgpack reads values one after the other, in place. Once something was not what was asked for, it is bad.
type msgpack struct {
	rest []byte
	bad  bool
}

// take gives the next n bytes; nil, where there are fewer.
func (m *msgpack) take(n int) []byte {
	if m.bad = m.bad || len(m.rest) < n; m.bad {
		return nil
	}
	taken := m.rest[:n]
	m.rest = m.rest[n:]
	return taken
}

// number gives the next n bytes as a number.
func (m *msgpack) number(n int) (value uint32) {
	for _, b := range m.take(n) {
		value = value<<8 | uint32(b)
	}
	return value
}

func (m *msgpack) string() []byte {
	format := byte(m.number(1))
	switch {
	case format&^(fixStringBelow-1) == fixString:
		return m.take(int(format - fixString))
	case format == string8:
		return m.take(int(m.number(1)))
	}
	m.bad = true
	return nil
}

func (m *msgpack) uint() uint32 {
	switch format := byte(m.number(1)); {
	case format < fixIntBelow:
		return uint32(format)
	case format == uint8bit:
		return m.number(1)
	case format == uint16bit:
		return m.number(2)
	case format == uint32bit:
		return m.number(4)
	}
	m.bad = true
	return 0
}

func (m *msgpack) mapLength() int {
	switch format := byte(m.number(1)); {
	case format&^(fixMapBelow-1) == fixMap:
		return int(format - fixMap)
	case format == map16:
		return int(m.number(2))
	}
	m.bad = true
	return 0
}
