package websocket

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"net/netip"
	"testing"

	"playmesh/load/loop"
)

// recorder sends the messages it was given when the connection opens, and keeps what comes back.
type recorder struct {
	conn   *Conn
	loop   *loop.Loop
	send   [][]byte
	got    [][]byte
	closed error
}

func (r *recorder) Opened() {
	for _, message := range r.send {
		r.conn.Send(Binary, message)
	}
}

func (r *recorder) Message(message []byte) { r.got = append(r.got, bytes.Clone(message)) }

func (r *recorder) Closed(err error) {
	r.closed = err
	r.loop.Stop()
}

// talk runs a client against a server that agrees to speak WebSocket and then does what serve does.
func talk(t *testing.T, send [][]byte, serve func(net.Conn)) *recorder {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go http.Serve(listener, http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		defer conn.Close()
		proof := sha1.Sum([]byte(request.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
		io.WriteString(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"+
			"sec-websocket-accept: "+base64.StdEncoding.EncodeToString(proof[:])+"\r\n\r\n")
		serve(conn)
	}))
	l, err := loop.New()
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{loop: l, send: send}
	if r.conn, err = Dial(l, netip.MustParseAddrPort(listener.Addr().String()), "/", r); err != nil {
		t.Fatal(err)
	}
	if err := l.Run(); err != nil {
		t.Fatal(err)
	}
	return r
}

// readMasked reads a client's frame by the RFC, and says what its first byte was.
func readMasked(conn net.Conn) (first byte, payload []byte) {
	read := func(n uint64) []byte {
		part := make([]byte, n)
		if _, err := io.ReadFull(conn, part); err != nil {
			panic(err)
		}
		return part
	}
	head := read(2)
	length := uint64(head[1] & 0x7f)
	switch length {
	case 126:
		length = uint64(binary.BigEndian.Uint16(read(2)))
	case 127:
		length = binary.BigEndian.Uint64(read(8))
	}
	if head[1]&0x80 == 0 {
		panic("a client's frame must be masked")
	}
	mask := read(4)
	payload = read(length)
	for i := range payload {
		payload[i] ^= mask[i%4]
	}
	return head[0], payload
}

func TestMessagesOfEveryLengthAreEchoed(t *testing.T) {
	var send [][]byte
	for _, length := range []int{0, 1, 125, 126, 127, 65_535, 65_536} {
		send = append(send, bytes.Repeat([]byte("playmesh"), length/8+1)[:length])
	}
	r := talk(t, send, func(conn net.Conn) {
		for range send {
			_, payload := readMasked(conn)
			head := []byte{0x82, byte(len(payload))}
			switch {
			case len(payload) >= 1<<16:
				head = binary.BigEndian.AppendUint64([]byte{0x82, 127}, uint64(len(payload)))
			case len(payload) >= 126:
				head = binary.BigEndian.AppendUint16([]byte{0x82, 126}, uint16(len(payload)))
			}
			conn.Write(append(head, payload...))
		}
		conn.Write([]byte{0x88, 0})
	})
	if len(r.got) != len(send) || r.closed != ErrClosed {
		t.Fatalf("%d of %d messages came back, then: %v", len(r.got), len(send), r.closed)
	}
	for i := range send {
		if !bytes.Equal(send[i], r.got[i]) {
			t.Errorf("message of %d bytes came back as another one", len(send[i]))
		}
	}
}

func TestPingIsAnsweredWithItsPayload(t *testing.T) {
	var first byte
	var payload []byte
	talk(t, nil, func(conn net.Conn) {
		conn.Write([]byte{0x89, 2, 'h', 'i'})
		first, payload = readMasked(conn)
	})
	if first != 0x8a || string(payload) != "hi" {
		t.Errorf("the answer is %x %q", first, payload)
	}
}

func TestFramesInPartsAndMaskedOnesEndTheConnection(t *testing.T) {
	for _, frame := range [][]byte{{0x02, 0}, {0x82, 0x80, 0, 0, 0, 0}, {0xc2, 0}} {
		r := talk(t, nil, func(conn net.Conn) {
			conn.Write(frame)
			io.Copy(io.Discard, conn)
		})
		if r.closed == nil || r.closed == io.EOF || len(r.got) > 0 {
			t.Errorf("frame %x was taken: %v", frame, r.closed)
		}
	}
}

func TestFrameIsTakenOnlyWhenItIsWhole(t *testing.T) {
	r := &recorder{}
	conn := &Conn{handler: r, open: true}
	frame := append(binary.BigEndian.AppendUint16([]byte{0x82, 126}, 200), make([]byte, 200)...)
	for n := range frame {
		if used := conn.Received(frame[:n]); used != 0 {
			t.Fatalf("%d of %d bytes were taken", used, n)
		}
	}
	if used := conn.Received(append(frame, 0x82)); used != len(frame) || len(r.got) != 1 {
		t.Errorf("%d bytes and %d messages were taken", used, len(r.got))
	}
}
