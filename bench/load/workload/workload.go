package workload

import (
	"fmt"
	"math/rand/v2"
	"syscall"
	"time"

	"playmesh/load/loop"
)

// How long players may still wait for moves after the last one was sent.
var drainLimit = 10 * time.Second

// Plan is what is to be done.
type Plan struct {
	// Matches that are connected, and how many of them, from the first, are played; the others only stay connected.
	Matches, Playing int
	// Pace is the time from having the other's move to sending one's own, on average; it differs by up to a quarter either
	// way. 0: as fast as it goes.
	Pace time.Duration
	// Warm is how long the matches are played before the measured window, Measure how long that is.
	Warm, Measure time.Duration
	// Later is how long they are played on after the window, for what is done to the servers then. It is a window too.
	Later time.Duration
}

// Window is what was measured in a span of time. Latencies are from sending a move to a player having it, a sample for
// each of the two players, of moves sent within the window.
type Window struct {
	// Seconds that the window took, as it was.
	Seconds float64 `json:"seconds"`
	// Moves that the second of the two players got within the window.
	Moves   uint64  `json:"moves"`
	P50     float64 `json:"p50Ms"`
	P99     float64 `json:"p99Ms"`
	P999    float64 `json:"p999Ms"`
	Longest float64 `json:"longestMs"`
	// Samples that the latencies are of: two a move.
	Samples uint64 `json:"samples"`
}

// Result is what was measured in the window, and found in the whole run.
type Result struct {
	Window
	// Later is the window after it, where the plan has one.
	Later *Window `json:"later,omitempty"`
	// ClientCPU is what this process used within the window, in seconds.
	ClientCPU float64 `json:"clientCpuSeconds"`
	// Checked counts all moves of the run that both players got, in order and as they were sent.
	Checked uint64 `json:"checkedMoves"`
	// Missing counts moves that a player still had not got some time after the last one was sent.
	Missing int `json:"missing"`
	// Failures by what they say.
	Failures map[string]int `json:"failures"`
	// Counts of the transport.
	Counts map[string]float64 `json:"counts"`
}

// Observer is told when something begins, so that others can measure what the servers use meanwhile.
type Observer interface {
	// Connected: all players are connected and nothing is played yet; go begins to play.
	Connected(took time.Duration, goOn func())
	// Measuring: the window begins now.
	Measuring()
	// Measured: the window has ended; matches are played on for what is later in the plan.
	Measured()
}

// Run is one execution of a Plan. Make it with Start.
type Run struct {
	plan      Plan
	loop      *loop.Loop
	transport Transport
	observer  Observer
	finished  func(Result, error)
	matches   []match
	random    *rand.Rand
	window    Span
	later     Span
	result    Result
	cpuBefore time.Duration
	stopped   bool // no more moves are sent
	waiting   int  // moves sent that a player does not have yet
	over      bool
}

type match struct {
	// When the last moves were sent. A player can send only after the other's move, so at most two are under way.
	sentAt [4]loop.Time
	has    [2]uint32
	sent   uint32
	failed bool
}

// Start begins a run on a loop that is run by the caller; finished is called once, when all is over. The error says
// why players could not be connected.
func Start(l *loop.Loop, transport Transport, plan Plan, observer Observer, finished func(Result, error)) *Run {
	r := &Run{
		plan: plan, loop: l, transport: transport, observer: observer, finished: finished,
		matches: make([]match, plan.Matches),
		random:  rand.New(rand.NewPCG(1, 2)),
		result:  Result{Failures: map[string]int{}},
		window:  NewSpan(),
		later:   NewSpan(),
	}
	begin := time.Now()
	transport.Open(l, plan.Matches, r, func(err error) {
		if err != nil {
			finished(r.result, fmt.Errorf("connect players: %w", err))
			return
		}
		observer.Connected(time.Since(begin), r.play)
	})
	return r
}

func (r *Run) play() {
	for i := range r.plan.Playing {
		if r.plan.Pace == 0 {
			r.send(i)
		} else {
			r.loop.After(time.Duration(r.random.Int64N(int64(r.plan.Pace))), func() { r.send(i) })
		}
	}
	r.loop.After(r.plan.Warm, func() {
		r.window.Begin(r.loop.Now())
		r.cpuBefore = OwnCPU()
		r.observer.Measuring()
		r.loop.After(r.plan.Measure, r.endWindow)
	})
}

func (r *Run) endWindow() {
	now := r.loop.Now()
	r.window.End(now)
	r.later.Begin(now)
	r.result.ClientCPU = (OwnCPU() - r.cpuBefore).Seconds()
	r.observer.Measured()
	r.loop.After(r.plan.Later, r.stop)
}

// stop sends no more moves, and waits for those that are under way.
func (r *Run) stop() {
	r.later.End(r.loop.Now())
	r.stopped = true
	if r.waiting == 0 {
		r.end()
	} else {
		r.loop.After(drainLimit, r.end)
	}
}

func (r *Run) end() {
	if r.over {
		return
	}
	r.over = true
	for i := range r.matches {
		if m := &r.matches[i]; m.sent > min(m.has[0], m.has[1]) {
			r.result.Missing++
		}
		r.result.Checked += uint64(min(r.matches[i].has[0], r.matches[i].has[1]))
	}
	r.result.Window = r.window.Result()
	if r.plan.Later > 0 {
		later := r.later.Result()
		r.result.Later = &later
	}
	r.result.Counts = r.transport.Counts()
	r.transport.Close()
	r.finished(r.result, nil)
}

func (r *Run) send(i int) {
	m := &r.matches[i]
	if r.stopped || m.failed {
		return
	}
	m.sent++
	m.sentAt[m.sent%4] = r.loop.Now()
	r.waiting += 2
	r.transport.Send(i, m.sent)
}

// Has implements Listener.
func (r *Run) Has(i, seat int, move uint32) {
	m := &r.matches[i]
	if m.failed || r.over {
		return
	}
	if move != m.has[seat]+1 || move > m.sent {
		r.Failed(i, seat, "a move that is not the next one")
		return
	}
	m.has[seat] = move
	r.waiting--
	now := r.loop.Now()
	for _, s := range [...]*Span{&r.window, &r.later} {
		if sent := m.sentAt[move%4]; s.holds(sent) {
			s.histogram.Add(time.Duration(now - sent))
		}
		if s.holds(now) && m.has[1-seat] >= move {
			s.moves++
		}
	}
	if r.stopped && r.waiting == 0 {
		r.end()
	}
	if seat != int(move%2) { // it was this player's own
		return
	}
	if r.plan.Pace == 0 {
		r.send(i)
		return
	}
	pace := float64(r.plan.Pace) * (0.75 + r.random.Float64()/2)
	r.loop.After(time.Duration(pace), func() { r.send(i) })
}

// Failed implements Listener.
func (r *Run) Failed(i, _ int, what string) {
	m := &r.matches[i]
	if r.over || m.failed {
		return
	}
	m.failed = true
	r.result.Failures[what]++
	r.waiting -= int(m.sent-m.has[0]) + int(m.sent-m.has[1])
	if r.stopped && r.waiting == 0 {
		r.end()
	}
}

// OwnCPU is what this process has used so far, in user mode and in the kernel.
func OwnCPU() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err) // only for a bad argument
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
