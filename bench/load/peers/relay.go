package peers

import (
	"encoding/binary"
	"net/netip"

	"playmesh/load/grpc"
	"playmesh/load/workload"
)

// Relay plays on bench/peers/grpc-relay.mjs, where the messages are described. A match is on one of its processes.
type Relay struct {
	table
	perConnection int
	links         map[place]*link
	connections   int
}

// place is a process and a seat, so that players who share a connection do not play with each other.
type place struct {
	server netip.AddrPort
	seat   int
}

// link is the connection of a place that is being filled.
type link struct {
	conn *grpc.Conn
	used int
}

// NewRelay makes a transport for one run, in which perConnection streams share a connection.
func NewRelay(servers []netip.AddrPort, perConnection int) *Relay {
	r := &Relay{perConnection: perConnection, links: map[place]*link{}}
	r.servers, r.connect = servers, r.connectMatch
	return r
}

func (r *Relay) connectMatch(match int) error {
	for seat := range 2 {
		at := place{r.servers[match%len(r.servers)], seat}
		l := r.links[at]
		if l == nil || l.used == r.perConnection {
			conn, err := grpc.Dial(r.loop, at.server, func(error) {}) // its streams tell
			if err != nil {
				return err
			}
			l = &link{conn: conn}
			r.links[at] = l
			r.connections++
		}
		l.used++
		s := &relayStream{player: r.player(match, seat), conn: l.conn}
		s.player.sender = s
		s.stream = l.conn.Open("/bench.Relay/Play", nil, s)
		s.stream.Send(append(binary.BigEndian.AppendUint32(nil, uint32(match)), byte(seat)), false)
	}
	return nil
}

// Counts implements workload.Transport.
func (r *Relay) Counts() map[string]float64 {
	return map[string]float64{"streams": float64(len(r.players)), "connections": float64(r.connections)}
}

type relayStream struct {
	player *player
	conn   *grpc.Conn
	stream *grpc.Stream
}

func (s *relayStream) send(move uint32) {
	load := workload.Load(s.player.match, move)
	s.stream.Send(append(binary.BigEndian.AppendUint32(make([]byte, 0, 4+len(load)), move), load[:]...), false)
}

func (s *relayStream) close() { s.conn.Close() }

// Header implements grpc.Handler.
func (s *relayStream) Header(string, string) {}

// Message implements grpc.Handler.
func (s *relayStream) Message(message []byte) {
	if len(message) < 5 {
		s.player.failure("a malformed message")
		return
	}
	switch number := binary.BigEndian.Uint32(message[1:]); message[0] {
	case 0:
		s.player.standing(number)
	case 1:
		s.player.got(number, message[5:])
	default:
		s.player.failure("a refusal")
	}
}

// Ended implements grpc.Handler.
func (s *relayStream) Ended(status grpc.Status) { s.player.failure("stream ended: " + status.Error()) }
