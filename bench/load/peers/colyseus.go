package peers

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"time"

	"playmesh/load/websocket"
	"playmesh/load/workload"
)

// Colyseus plays on bench/peers/colyseus.mjs: seats are reserved over HTTP, then taken by a WebSocket to the process that
// has the room.
type Colyseus struct {
	table
	http http.Client
}

// Kinds of messages, by their first byte.
const (
	colyseusJoin  = 10
	colyseusError = 11
	colyseusData  = 13
)

// NewColyseus makes a transport for one run.
func NewColyseus(servers []netip.AddrPort) *Colyseus {
	c := &Colyseus{http: http.Client{Timeout: 10 * time.Second}}
	c.servers, c.connect = servers, c.connectMatch
	return c
}

// reservation is the answer of the matchmaker.
type reservation struct {
	SessionID     string `json:"sessionId"`
	RoomID        string `json:"roomId"`
	ProcessID     string `json:"processId"`
	PublicAddress string `json:"publicAddress"` // where there are several processes
}

func (c *Colyseus) connectMatch(match int) error {
	server := c.servers[match%len(c.servers)]
	reserve := "create/relay"
	for seat := range 2 {
		// It waits for the answer: nothing is measured yet, and connections that are open can do without us for a moment.
		r, err := c.reserve(server, reserve, seat)
		if err != nil {
			return err
		}
		reserve = "joinById/" + r.RoomID
		at := server
		if r.PublicAddress != "" {
			if at, err = netip.ParseAddrPort(r.PublicAddress); err != nil {
				return fmt.Errorf("the public address of a room: %w", err)
			}
		}
		p := &colyseusClient{player: c.player(match, seat)}
		p.player.sender = p
		path := fmt.Sprintf("/%s/%s?sessionId=%s", r.ProcessID, r.RoomID, r.SessionID)
		if p.conn, err = websocket.Dial(c.loop, at, path, p); err != nil {
			return err
		}
	}
	return nil
}

func (c *Colyseus) reserve(server netip.AddrPort, what string, seat int) (r reservation, err error) {
	body := fmt.Sprintf(`{"seat":%d}`, seat)
	response, err := c.http.Post(fmt.Sprintf("http://%s/matchmake/%s", server, what), "application/json", bytes.NewBufferString(body))
	if err != nil {
		return r, err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("matchmake/%s: %s: %s", what, response.Status, answer)
	}
	if err == nil {
		err = json.Unmarshal(answer, &r)
	}
	return r, err
}

// Counts implements workload.Transport.
func (c *Colyseus) Counts() map[string]float64 {
	return map[string]float64{"streams": float64(len(c.players)), "connections": float64(len(c.players))}
}

type colyseusClient struct {
	player *player
	conn   *websocket.Conn
}

func (c *colyseusClient) send(move uint32) {
	load := workload.Load(c.player.match, move)
	message := append(make([]byte, 0, 64), colyseusData)
	message = appendString(message, "move")
	message = append(message, 0x82) // a map of two
	message = appendUint(appendString(message, "number"), move)
	message = appendString(appendString(message, "load"), string(load[:]))
	c.conn.Send(websocket.Binary, message)
}

func (c *colyseusClient) close() { c.conn.Close() }

// Opened implements websocket.Handler.
func (c *colyseusClient) Opened() {}

// Closed implements websocket.Handler.
func (c *colyseusClient) Closed(err error) { c.player.failure("connection lost: " + err.Error()) }

// Message implements websocket.Handler.
func (c *colyseusClient) Message(message []byte) {
	if len(message) == 0 {
		c.player.failure("a malformed message")
		return
	}
	switch message[0] {
	case colyseusJoin:
		// What else it says is of the synchronised state, which is empty. The room sends nothing before this is answered.
		c.conn.Send(websocket.Binary, []byte{colyseusJoin})
	case colyseusData:
		c.event(message[1:])
	case colyseusError:
		c.player.failure("an error of the room")
	default:
		c.player.failure("a message of an unknown kind")
	}
}

// event reads a message's type, and its fields "number" or "moves", and "load".
func (c *colyseusClient) event(message []byte) {
	r := msgpack{rest: message}
	kind := r.string()
	var number uint32
	var load []byte
	for range r.mapLength() {
		if key := r.string(); string(key) == "load" {
			load = r.string()
		} else {
			number = r.uint()
		}
	}
	switch {
	case r.bad || len(r.rest) > 0:
		c.player.failure("a malformed message")
	case string(kind) == "standing":
		c.player.standing(number)
	case string(kind) == "move":
		c.player.got(number, load)
	default:
		c.player.failure("a refusal")
	}
}
