// Package workload is what players do, whatever server they play on: pairs of players in matches pass a turn to each
// other, as fast as it goes or at a pace. It measures how long a move takes to reach both players, and checks that each
// of them has every move, once and in order.
//
// All of it runs on the one goroutine of a loop.Loop, so nothing here needs a lock.
package workload

import "playmesh/load/loop"

// Transport carries moves to a server of one kind and back. Matches are numbered from 0, seats are 0 and 1, moves are
// numbered from 1 in every match: seat 0 makes the odd ones, seat 1 the even ones.
//
// The server must check what a move says (whose turn it is, and its number) before it hands the move on to both players,
// the one who made it included: what is compared are servers with authority, not relays.
type Transport interface {
	// Open makes the matches, connects their players (each by a connection of its own, or several by one, as the
	// transport was told), and calls ready when all of them are connected and may move, or why that failed.
	// It is called once.
	Open(l *loop.Loop, matches int, hear Listener, ready func(error))
	// Send makes the move for the player whose turn it is. It does not wait: what is sent while something is handled goes
	// out with it, in one system call a connection. The move carries Load(match, move), and the server hands it on.
	Send(match int, move uint32)
	// Close gives up all connections. The server is not used again.
	Close()
	// Counts are what else there is to report, by name: such as how often a player had to come back.
	Counts() map[string]float64
}

// Listener is told what players have got.
type Listener interface {
	// Has says that the player has the move: it came to this player after the server had checked it. The load has been
	// compared with Load(match, move). For the player whose move it was, a server that also answers a move by itself must
	// have accepted it; when both come, it is the later of the two that counts.
	Has(match, seat int, move uint32)
	// Failed says that something went wrong for a player: a refusal, a load that is not what was sent, a connection that
	// broke. Failures are counted by what they say, so it should name the kind, not the case; the match stops.
	Failed(match, seat int, what string)
}

// LoadBytes is the length of what a move carries.
const LoadBytes = 32

// Load is what a move carries: text of LoadBytes letters and digits, another for every move of every match.
func Load(match int, move uint32) (load [LoadBytes]byte) {
	const digits = "0123456789abcdef"
	// Spread, so that neighbours differ in all of it and nothing on the way can compress it.
	a, b := mix(uint64(match)<<32|uint64(move)), mix(uint64(move)<<32|uint64(match)+1)
	for i := range 16 {
		load[i], load[16+i] = digits[a>>(4*i)&15], digits[b>>(4*i)&15]
	}
	return load
}

// mix is the finalizer of SplitMix64.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
