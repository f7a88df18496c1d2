package peers

import (
	"bytes"
	"fmt"
	"net/netip"
	"strconv"

	"playmesh/load/websocket"
	"playmesh/load/workload"
)

// SocketIO plays on bench/peers/socketio.mjs by socket.io's protocol 5 over Engine.IO's protocol 4: packets as text, the
// first digit Engine.IO's, the second socket.io's, then JSON. The two players of a match are on different processes.
type SocketIO struct {
	table
	run string // names the matches of this run, since the state of earlier ones may still be there
}

// NewSocketIO makes a transport for one run, which needs a name of its own.
func NewSocketIO(servers []netip.AddrPort, run string) *SocketIO {
	s := &SocketIO{run: run}
	s.servers, s.connect = servers, s.connectMatch
	return s
}

func (s *SocketIO) connectMatch(match int) error {
	for seat := range 2 {
		c := &socketIOClient{player: s.player(match, seat), name: fmt.Sprintf("%s-%d", s.run, match)}
		c.player.sender = c
		server := s.servers[(match+seat)%len(s.servers)]
		conn, err := websocket.Dial(s.loop, server, "/socket.io/?EIO=4&transport=websocket", c)
		if err != nil {
			return err
		}
		c.conn = conn
	}
	return nil
}

// Counts implements workload.Transport.
func (s *SocketIO) Counts() map[string]float64 {
	return map[string]float64{"streams": float64(len(s.players)), "connections": float64(len(s.players))}
}

type socketIOClient struct {
	player *player
	conn   *websocket.Conn
	name   string
}

func (c *socketIOClient) send(move uint32) {
	load := workload.Load(c.player.match, move)
	text := strconv.AppendUint(append(make([]byte, 0, 64), `42["move",`...), uint64(move), 10)
	text = append(append(append(text, `,"`...), load[:]...), `"]`...)
	c.conn.Send(websocket.Text, text)
}

func (c *socketIOClient) close() { c.conn.Close() }

// Opened implements websocket.Handler.
func (c *socketIOClient) Opened() {}

// Closed implements websocket.Handler.
func (c *socketIOClient) Closed(err error) { c.player.failure("connection lost: " + err.Error()) }

// Message implements websocket.Handler.
func (c *socketIOClient) Message(message []byte) {
	switch {
	case len(message) == 0:
		c.player.failure("a malformed message")
	case message[0] == '0': // Engine.IO is open: ask for the namespace
		c.conn.Send(websocket.Text, fmt.Appendf(nil, `40{"match":%q,"seat":%d}`, c.name, c.player.seat))
	case message[0] == '2':
		c.conn.Send(websocket.Text, []byte{'3'}) // ping, pong
	case bytes.HasPrefix(message, []byte("40")):
	default:
		c.event(message)
	}
}

// event reads `42["name",number]` and `42["name",number,"load"]`; nothing in them needs to be escaped.
func (c *socketIOClient) event(message []byte) {
	rest, ok := bytes.CutPrefix(message, []byte(`42["`))
	name, rest, named := bytes.Cut(rest, []byte(`",`))
	rest, closed := bytes.CutSuffix(rest, []byte(`]`))
	digits, load, _ := bytes.Cut(rest, []byte(`,`))
	number, err := strconv.ParseUint(string(digits), 10, 32)
	if !ok || !named || !closed || err != nil {
		c.player.failure("a malformed message")
		return
	}
	switch string(name) {
	case "standing":
		c.player.standing(uint32(number))
	case "move":
		c.player.got(uint32(number), bytes.Trim(load, `"`))
	default:
		c.player.failure("a refusal")
	}
}
