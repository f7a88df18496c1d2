// Command playmesh-load plays matches against a server on this machine and prints what it measured.
//
// It prints a line of JSON when the players are connected, when the measured window begins and when it ends, so that
// whoever started it can see what the servers use meanwhile, and a last one with the result.
package main

import (
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"net/netip"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"playmesh/load/loop"
	"playmesh/load/peers"
	"playmesh/load/playmesh"
	"playmesh/load/workload"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	flags := flag.NewFlagSet("playmesh-load", flag.ExitOnError)
	server := flags.String("server", "playmesh", "what is played on: "+strings.Join(servers, ", "))
	edge := flags.String("edge", "", "host:port of Envoy's edge; only of a Playmesh")
	direct := flags.String("direct", "", "host:port of two match replicas, with a comma between, for streams past Envoy;\n"+
		"or of the processes of another server")
	perConnection := flags.Int("per-connection", 1, "streams that share a connection")
	watchers := flags.Int("watchers", 0, "Watch streams a match")
	guests := flags.Int("guests", 0, "guests who sign in, an even number, to play in several matches each; 0: one a seat")
	settle := flags.Duration("settle", time.Second, "time between all being connected and the first move")
	ticketRate := flags.Int("tickets", 0, "instead of matches: so many tickets a second in a queue, by the guests")
	ticketMode := flags.String("mode", "trivia_duel", "the queue's mode")
	var plan workload.Plan
	flags.IntVar(&plan.Matches, "matches", 1, "matches of two players")
	flags.IntVar(&plan.Playing, "playing", 0, "matches that are played, the others being idle; 0 for all")
	flags.DurationVar(&plan.Pace, "pace", 0, "time to a player's move, on average; 0 for as fast as it goes")
	flags.DurationVar(&plan.Warm, "warm", 3*time.Second, "time played before it is measured")
	flags.DurationVar(&plan.Measure, "measure", 10*time.Second, "time measured")
	flags.DurationVar(&plan.Later, "later", 0, "time played after that, which is measured by itself")
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if plan.Playing == 0 {
		plan.Playing = plan.Matches
	}
	if plan.Matches < 1 || plan.Playing > plan.Matches || *perConnection < 1 || *watchers < 0 || *watchers > 2*plan.Matches-2 {
		return fmt.Errorf("%d matches, %d of them played, with %d watchers each, cannot be", plan.Matches, plan.Playing, *watchers)
	}
	if *guests != 0 && (*guests < 2+*watchers || *guests%2 == 1) {
		return fmt.Errorf("%d guests cannot fill and watch matches without meeting themselves", *guests)
	}
	l, err := loop.New()
	if err != nil {
		return err
	}
	p := &printer{loop: l, settle: *settle, out: json.NewEncoder(os.Stdout)}
	var failure error
	finished := func(result workload.Result, err error) {
		failure = err
		if err == nil {
			p.print("result", map[string]any{"result": result})
		}
		l.Stop()
	}
	transport, err := open(*server, *edge, *direct, *perConnection, *watchers, *guests)
	if err != nil {
		return err
	}
	// What is allocated lives long: collecting it more often would only cost the servers their machine.
	debug.SetGCPercent(400)
	if load, isPlaymesh := transport.(*playmesh.Transport); *ticketRate > 0 && isPlaymesh {
		tickets := playmesh.TicketPlan{
			Mode: *ticketMode, Rate: *ticketRate, Warm: plan.Warm, Measure: plan.Measure, Later: plan.Later,
		}
		playmesh.StartTickets(l, load, tickets, p, finished)
	} else {
		workload.Start(l, transport, plan, p, finished)
	}
	if err := l.Run(); err != nil {
		return err
	}
	return failure
}

// servers that can be played on.
var servers = []string{"playmesh", "colyseus", "socketio", "grpc-relay"}

func open(server, edge, direct string, perConnection, watchers, guests int) (workload.Transport, error) {
	processes, err := addresses(direct)
	if err != nil {
		return nil, fmt.Errorf("-direct: %w", err)
	}
	if server == "playmesh" {
		address, err := netip.ParseAddrPort(edge)
		if err != nil {
			return nil, fmt.Errorf("-edge: %w", err)
		}
		options := playmesh.Options{
			Edge: address, Direct: processes, PerConnection: perConnection, Watchers: watchers, Guests: guests,
		}
		return playmesh.New(options), nil
	}
	if len(processes) == 0 || watchers > 0 || guests > 0 || perConnection > 1 && server != "grpc-relay" {
		return nil, fmt.Errorf("%s needs -direct, has no watchers or guests, and only grpc-relay shares connections", server)
	}
	switch server {
	case "colyseus":
		return peers.NewColyseus(processes), nil
	case "socketio":
		return peers.NewSocketIO(processes, rand.Text()), nil
	case "grpc-relay":
		return peers.NewRelay(processes, perConnection), nil
	default:
		return nil, fmt.Errorf("-server must be one of %s", strings.Join(servers, ", "))
	}
}

// addresses reads a list with commas between.
func addresses(list string) (found []netip.AddrPort, err error) {
	for _, text := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' }) {
		address, err := netip.ParseAddrPort(text)
		if err != nil {
			return nil, err
		}
		found = append(found, address)
	}
	return found, nil
}

// printer implements workload.Observer.
type printer struct {
	loop   *loop.Loop
	settle time.Duration
	out    *json.Encoder
}

func (p *printer) print(event string, more map[string]any) {
	line := map[string]any{"event": event}
	for key, value := range more {
		line[key] = value
	}
	_ = p.out.Encode(line) // nobody reads on: the run ends by itself
}

func (p *printer) Connected(took time.Duration, goOn func()) {
	p.print("connected", map[string]any{"seconds": took.Seconds()})
	p.loop.After(p.settle, goOn)
}

func (p *printer) Measuring() { p.print("measuring", nil) }

func (p *printer) Measured() { p.print("measured", nil) }
