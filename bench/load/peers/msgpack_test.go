package peers

import "testing"

func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, n := range []uint32{0, 127, 128, 255, 256, 65_535, 65_536, 1<<32 - 1} {
		for _, s := range []string{"", "number", "0123456789abcdef0123456789abcdef"} {
			r := msgpack{rest: appendString(appendUint(nil, n), s)}
			if got := r.uint(); got != n {
				t.Errorf("%d is read as %d", n, got)
			}
			if got := string(r.string()); got != s || r.bad || len(r.rest) > 0 {
				t.Errorf("%q is read as %q", s, got)
			}
		}
	}
}

func TestMapsOfBothFormsAreRead(t *testing.T) {
	for _, bytes := range [][]byte{{0x82}, {0xde, 0, 2}} {
		r := msgpack{rest: bytes}
		if got := r.mapLength(); got != 2 || r.bad {
			t.Errorf("%x is read as a map of %d", bytes, got)
		}
	}
}

func TestWhatIsSomethingElseOrCutOffIsBad(t *testing.T) {
	for _, bytes := range [][]byte{{}, {0xc0}, {0xcd, 1}, {0xd9}, {0xa3, 'a'}, {0xde, 0}} {
		for name, read := range map[string]func(*msgpack){
			"number": func(m *msgpack) { m.uint() },
			"string": func(m *msgpack) { m.string() },
			"map":    func(m *msgpack) { m.mapLength() },
		} {
			r := msgpack{rest: bytes}
			if read(&r); !r.bad {
				t.Errorf("%x is taken for a %s", bytes, name)
			}
		}
	}
}
