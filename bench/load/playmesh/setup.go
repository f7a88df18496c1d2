package playmesh

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"playmesh/load/grpc"
)

const (
	// How many things are done at the same time while players sign in and connect.
	setupWidth = 128
	// Connections that unary calls go by.
	controlConnections = 4
	// A call that is turned away, by a limit or because a replica is busy, is made again this often.
	setupTries = 200
	retryAfter = 50 * time.Millisecond
)

// each does n things, up to width of them at a time, and then calls finished, with the first error if there was one.
func each(n, width int, do func(i int, done func(error)), finished func(error)) {
	var failure error
	begun, ended := 0, 0
	var more func()
	more = func() {
		for begun < n && begun-ended < width && failure == nil {
			begun++
			do(begun-1, func(err error) {
				ended++
				if err != nil && failure == nil {
					failure = err
					finished(err)
				} else if failure == nil && ended == n {
					finished(nil)
				} else {
					more()
				}
			})
		}
	}
	if n == 0 {
		finished(nil)
	}
	more()
}

// inOrder does one step after the other, and then calls finished, with the error of the step that failed if one did.
func inOrder(finished func(error), steps ...func(done func(error))) {
	if len(steps) == 0 {
		finished(nil)
		return
	}
	steps[0](func(err error) {
		if err != nil {
			finished(err)
			return
		}
		inOrder(finished, steps[1:]...)
	})
}

// dialControl opens the connections that unary calls go by.
func (t *Transport) dialControl() error {
	for range controlConnections {
		conn, err := grpc.Dial(t.loop, t.options.Edge, func(error) {})
		if err != nil {
			return fmt.Errorf("connect to %v: %w", t.options.Edge, err)
		}
		t.control = append(t.control, conn)
	}
	return nil
}

// call makes a unary call at the edge, again where it was turned away: all requests carry an id or change nothing.
func (t *Transport) call(path string, headers []grpc.Header, request []byte, done func([]byte, string, error)) {
	conn := t.control[t.calls%len(t.control)]
	t.calls++
	tries := 0
	var attempt func()
	attempt = func() {
		conn.Call(path, headers, request, func(response []byte, replica string, err error) {
			var status grpc.Status
			tries++
			if errors.As(err, &status) && isTurnedAway(status) && tries < setupTries {
				t.turnedAway++
				t.loop.After(jittered(retryAfter), attempt)
				return
			}
			if err != nil {
				err = fmt.Errorf("%s: %w", path, err)
			}
			done(response, replica, err)
		})
	}
	attempt()
}

func isTurnedAway(status grpc.Status) bool {
	return status.Code == grpc.ResourceExhausted || status.Code == grpc.Unavailable
}

// jittered is from one to two times d.
func jittered(d time.Duration) time.Duration { return d + rand.N(d) }

func newID() (new id) {
	a, b := rand.Uint64(), rand.Uint64()
	for i := range 8 {
		new[i], new[8+i] = byte(a>>(8*i)), byte(b>>(8*i))
	}
	new[6] = new[6]&0x0f | 0x40 // version 4: random
	new[8] = new[8]&0x3f | 0x80
	return new
}

func bearer(token string) grpc.Header {
	return grpc.Header{Name: "authorization", Value: "Bearer " + token}
}

// signIn makes a guest and gives its access token, which lasts for 15 minutes.
func (t *Transport) signIn(done func(token string, err error)) {
	t.call(pathCreateGuest, nil, createGuestRequest(newID()), func(response []byte, _ string, err error) {
		var token []byte
		if err == nil {
			token, err = inside(response, 2, 1)
		}
		done(string(token), err)
	})
}

// createMatch makes a match with the holder of the token in seat 0.
func (t *Transport) createMatch(token string, done func(match id, err error)) {
	request := createMatchRequest(newID())
	t.call(pathCreateMatch, []grpc.Header{bearer(token)}, request, func(response []byte, _ string, err error) {
		var match id
		if err == nil {
			var bytes []byte
			bytes, err = inside(response, 1, 1)
			copy(match[:], bytes)
		}
		done(match, err)
	})
}

func (t *Transport) joinMatch(token string, match id, done func(error)) {
	t.call(pathJoinMatch, []grpc.Header{bearer(token)}, aboutMatch(match, 0), func(_ []byte, _ string, err error) {
		done(err)
	})
}

func (t *Transport) makeGuests(done func(error)) {
	each(len(t.tokens), setupWidth, func(i int, done func(error)) {
		t.signIn(func(token string, err error) {
			t.tokens[i] = token
			done(err)
		})
	}, done)
}

func (t *Transport) makeMatches(done func(error)) {
	each(len(t.matches), setupWidth, func(i int, done func(error)) {
		t.createMatch(t.token(i, 0), func(match id, err error) {
			t.matches[i] = match
			done(err)
		})
	}, done)
}

// chooseRoutes looks for values of x-match-route that lead to different replicas, where streams go through Envoy.
func (t *Transport) chooseRoutes(done func(error)) {
	if len(t.options.Direct) > 0 {
		done(nil)
		return
	}
	replicas := map[string]bool{}
	var try func(n int)
	try = func(n int) {
		route := fmt.Sprintf("route-%d", n)
		headers := []grpc.Header{bearer(t.tokens[0]), {Name: "x-match-route", Value: route}}
		t.call(pathListMatches, headers, nil, func(_ []byte, replica string, err error) {
			if err == nil && !replicas[replica] {
				t.places[len(replicas)].route = route
				replicas[replica] = true
			}
			switch {
			case err != nil || len(replicas) == len(t.places):
				done(err)
			case n == 100:
				done(errors.New("a hundred routes lead to one and the same replica"))
			default:
				try(n + 1)
			}
		})
	}
	try(0)
}
