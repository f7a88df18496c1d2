package playmesh

import (
	"errors"
	"fmt"
	"time"

	"playmesh/load/grpc"
	"playmesh/load/loop"
	"playmesh/load/workload"
)

const (
	// Watches that a connection has at most: fewer than Envoy lets it have.
	watchesPerConnection = 90
	// How often the tickets that have become due are made.
	ticketTick = 5 * time.Millisecond
	// How long tickets may still wait after the last one was made.
	ticketDrain = 15 * time.Second
)

// TicketPlan is a load on the queue of one mode: guests who look for an opponent at a steady rate, however long it takes.
type TicketPlan struct {
	Mode string
	Rate int // tickets a second
	// Warm is how long it goes on before the measured window, Measure how long that is, Later how long it goes on then.
	Warm, Measure, Later time.Duration
}

// Tickets is one run of a TicketPlan.
type Tickets struct {
	transport *Transport
	plan      TicketPlan
	loop      *loop.Loop
	observer  workload.Observer
	finished  func(workload.Result, error)
	links     []*link
	idle      []int        // guests who look for nobody
	found     map[id][]int // guests by the match they were told of
	began     loop.Time
	made      int
	waiting   int
	stopped   bool
	over      bool
	window    workload.Span
	later     workload.Span
	cpuBefore time.Duration
	result    workload.Result
	reopened  int
	nobody    int // tickets that were due while no guest was idle
}

// ticket is one guest's search.
type ticket struct {
	run     *Tickets
	guest   int
	id      id
	asked   loop.Time
	matched bool
}

// StartTickets begins a run on a loop that is run by the caller; finished is called once, when all is over.
func StartTickets(
	l *loop.Loop, transport *Transport, plan TicketPlan, observer workload.Observer, finished func(workload.Result, error),
) {
	r := &Tickets{
		transport: transport, plan: plan, loop: l, observer: observer, finished: finished,
		found: map[id][]int{}, window: workload.NewSpan(), later: workload.NewSpan(),
		result: workload.Result{Failures: map[string]int{}},
	}
	t := transport
	t.loop = l
	t.tokens = make([]string, transport.options.Guests)
	begin := time.Now()
	if err := t.dialControl(); err != nil {
		finished(r.result, err)
		return
	}
	t.makeGuests(func(err error) {
		if err != nil {
			finished(r.result, fmt.Errorf("sign in: %w", err))
			return
		}
		for guest := range t.tokens {
			r.idle = append(r.idle, guest)
		}
		observer.Connected(time.Since(begin), r.begin)
	})
}

func (r *Tickets) begin() {
	r.began = r.loop.Now()
	r.tick()
	r.loop.After(r.plan.Warm, func() {
		r.window.Begin(r.loop.Now())
		r.cpuBefore = workload.OwnCPU()
		r.observer.Measuring()
		r.loop.After(r.plan.Measure, func() {
			r.window.End(r.loop.Now())
			r.later.Begin(r.loop.Now())
			r.result.ClientCPU = (workload.OwnCPU() - r.cpuBefore).Seconds()
			r.observer.Measured()
			r.loop.After(r.plan.Later, r.stop)
		})
	})
}

// tick makes the tickets that are due by now.
func (r *Tickets) tick() {
	if r.stopped {
		return
	}
	due := int(time.Duration(r.loop.Now()-r.began).Seconds() * float64(r.plan.Rate))
	for ; r.made < due; r.made++ {
		if len(r.idle) == 0 {
			r.nobody += due - r.made
			r.made = due
			break
		}
		guest := r.idle[0] // who has been idle longest, so that opponents differ
		r.idle = r.idle[1:]
		r.search(guest)
	}
	r.loop.After(ticketTick, r.tick)
}

func (r *Tickets) search(guest int) {
	k := &ticket{run: r, guest: guest, asked: r.loop.Now()}
	r.waiting++
	request := createTicketRequest(newID(), r.plan.Mode)
	r.transport.call(pathCreateTicket, []grpc.Header{k.bearer()}, request, func(response []byte, _ string, err error) {
		var bytes []byte
		if err == nil {
			bytes, err = inside(response, 1, 1)
		}
		if err != nil {
			k.fail(err.Error())
			return
		}
		copy(k.id[:], bytes)
		k.watch()
	})
}

func (k *ticket) bearer() grpc.Header { return bearer(k.run.transport.tokens[k.guest]) }

func (k *ticket) watch() {
	if k.run.over {
		return
	}
	conn, err := k.run.connection()
	if err != nil {
		k.fail(err.Error())
		return
	}
	conn.Open(pathWatchTicket, []grpc.Header{k.bearer()}, k).Send(appendBytes(nil, 1, k.id[:]), true)
}

// connection is one that has room for another watch.
func (r *Tickets) connection() (*grpc.Conn, error) {
	for _, l := range r.links {
		if !l.gone && l.conn.Live() < watchesPerConnection {
			return l.conn, nil
		}
	}
	l := &link{}
	options := r.transport.options
	address := options.Edge
	if n := len(options.Direct); n > 0 {
		address = options.Direct[len(r.links)%n]
	}
	conn, err := grpc.Dial(r.loop, address, func(error) { l.gone = true })
	if err != nil {
		return nil, fmt.Errorf("connect to %v: %w", address, err)
	}
	l.conn = conn
	r.links = append(r.links, l)
	return conn, nil
}

// Header implements grpc.Handler.
func (k *ticket) Header(string, string) {}

// Message implements grpc.Handler with WatchTicketResponse.
func (k *ticket) Message(message []byte) {
	shown, err := readTicket(message)
	switch {
	case err != nil:
		k.fail("a malformed ticket")
	case k.matched || shown.state == ticketWaiting:
	case shown.state != ticketMatched:
		k.fail("a ticket that expired")
	default:
		k.match(shown.match)
	}
}

func (k *ticket) match(match id) {
	r := k.run
	k.matched = true
	r.waiting--
	now := r.loop.Now()
	for _, s := range [...]*workload.Span{&r.window, &r.later} {
		s.Add(k.asked, now)
	}
	for _, other := range r.found[match] {
		if other == k.guest {
			r.result.Failures["a guest matched with themself"]++
		}
	}
	r.found[match] = append(r.found[match], k.guest)
	if len(r.found[match]) == 3 {
		r.result.Failures["three tickets in one match"]++
	}
	r.idle = append(r.idle, k.guest)
	r.endIfDone()
}

// Ended implements grpc.Handler: a watch that was cut is opened anew.
func (k *ticket) Ended(status grpc.Status) {
	if k.matched || k.run.over {
		return
	}
	if status.Code != grpc.OK && !isTurnedAway(status) {
		k.fail(status.Error())
		return
	}
	k.run.reopened++
	k.run.loop.After(jittered(retryAfter), k.watch)
}

func (k *ticket) fail(what string) {
	if k.matched || k.run.over {
		return
	}
	k.matched = true
	k.run.waiting--
	k.run.result.Failures[what]++
	k.run.endIfDone()
}

// stop makes no more tickets, and waits for those that are under way.
func (r *Tickets) stop() {
	r.later.End(r.loop.Now())
	r.stopped = true
	r.loop.After(ticketDrain, r.end)
	r.endIfDone()
}

// endIfDone: with an odd number of tickets one has no opponent.
func (r *Tickets) endIfDone() {
	if r.stopped && r.waiting <= r.alone() {
		r.end()
	}
}

func (r *Tickets) alone() int { return (r.made - r.nobody) % 2 }

func (r *Tickets) end() {
	if r.over {
		return
	}
	r.over = true
	matched := 0
	for _, guests := range r.found {
		matched += len(guests)
		if len(guests) == 1 {
			r.result.Failures["a match of which only one was told"]++
		}
	}
	r.result.Missing = max(0, r.waiting-r.alone())
	r.result.Checked = uint64(matched)
	r.result.Window = r.window.Result()
	if r.plan.Later > 0 {
		later := r.later.Result()
		r.result.Later = &later
	}
	r.result.Counts = map[string]float64{
		"tickets": float64(r.made - r.nobody), "matches": float64(len(r.found)), "connections": float64(len(r.links)),
		"watchesReopened": float64(r.reopened), "turnedAway": float64(r.transport.turnedAway), "nobodyIdle": float64(r.nobody),
	}
	var failure error
	if r.made == 0 {
		failure = errors.New("no ticket was made")
	}
	r.finished(r.result, failure)
}
