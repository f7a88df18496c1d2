package workload

import (
	"strings"
	"testing"
	"time"

	"playmesh/load/loop"
)

// table is a Transport whose server is a timer; `deliver` decides what becomes of a move.
type table struct {
	loop    *loop.Loop
	hear    Listener
	deliver func(t *table, match int, move uint32)
}

func (t *table) Open(l *loop.Loop, _ int, hear Listener, ready func(error)) {
	t.loop, t.hear = l, hear
	l.After(0, func() { ready(nil) })
}
func (t *table) Send(match int, move uint32) { t.deliver(t, match, move) }
func (t *table) Close()                      {}
func (t *table) Counts() map[string]float64  { return nil }

const delay = 2 * time.Millisecond

// fair gives each move to both players, the one who made it first.
func fair(t *table, match int, move uint32) {
	t.loop.After(delay, func() {
		t.hear.Has(match, int(move+1)%2, move)
		t.hear.Has(match, int(move)%2, move)
	})
}

type silent struct{}

func (silent) Connected(_ time.Duration, goOn func()) { goOn() }
func (silent) Measuring()                             {}
func (silent) Measured()                              {}

func play(t *testing.T, plan Plan, deliver func(*table, int, uint32)) Result {
	t.Helper()
	l, err := loop.New()
	if err != nil {
		t.Fatal(err)
	}
	var result Result
	Start(l, &table{deliver: deliver}, plan, silent{}, func(r Result, err error) {
		if err != nil {
			t.Error(err)
		}
		result = r
		l.Stop()
	})
	if err := l.Run(); err != nil {
		t.Fatal(err)
	}
	return result
}

func TestMeasuresFromSendingToEachPlayer(t *testing.T) {
	plan := Plan{Matches: 3, Playing: 2, Warm: 20 * time.Millisecond, Measure: 200 * time.Millisecond, Later: 50 * time.Millisecond}
	r := play(t, plan, fair)
	if r.Missing != 0 || len(r.Failures) != 0 {
		t.Errorf("missing %d, failures %v", r.Missing, r.Failures)
	}
	if r.Moves == 0 || r.Moves > 2*100 || r.Checked < r.Moves+r.Later.Moves || r.Samples < 2*(r.Moves-2) {
		t.Errorf("%d moves with %d samples, %d later, %d checked", r.Moves, r.Samples, r.Later.Moves, r.Checked)
	}
	if r.P50 < float64(delay.Milliseconds()) {
		t.Errorf("a median of %v ms, where each move takes %v", r.P50, delay)
	}
}

func TestAPacedPlayerWaits(t *testing.T) {
	plan := Plan{Matches: 1, Playing: 1, Pace: 40 * time.Millisecond, Measure: 400 * time.Millisecond}
	if r := play(t, plan, fair); r.Moves == 0 || r.Moves > 14 {
		t.Errorf("%d moves in 400 ms, at one every 40 ms", r.Moves)
	}
}

func TestTellsWhatIsNotRight(t *testing.T) {
	plan := Plan{Matches: 1, Playing: 1, Measure: 50 * time.Millisecond}
	wrong := map[string]func(*table, int, uint32){
		"a move that is not the next one": func(t *table, match int, move uint32) {
			if move == 5 {
				t.hear.Has(match, 0, 4) // once more
			}
			fair(t, match, move)
		},
		"refused": func(t *table, match int, move uint32) {
			if move == 5 {
				t.hear.Failed(match, 0, "refused")
			}
			fair(t, match, move)
		},
	}
	for what, deliver := range wrong {
		if r := play(t, plan, deliver); r.Failures[what] != 1 || r.Checked > 5 {
			t.Errorf("%q was counted %d times, and %d moves passed for right", what, r.Failures[what], r.Checked)
		}
	}
}

func TestCountsAMoveThatOnePlayerNeverGets(t *testing.T) {
	drainLimit = 50 * time.Millisecond
	defer func() { drainLimit = 10 * time.Second }()
	r := play(t, Plan{Matches: 2, Playing: 1, Measure: 50 * time.Millisecond}, func(t *table, match int, move uint32) {
		if move < 5 {
			fair(t, match, move)
		} else {
			t.loop.After(delay, func() { t.hear.Has(match, 0, move) })
		}
	})
	if r.Missing != 1 || r.Checked != 4 {
		t.Errorf("missing %d, checked %d", r.Missing, r.Checked)
	}
}

func TestLoadsDiffer(t *testing.T) {
	seen := map[[LoadBytes]byte]bool{}
	for match := range 100 {
		for move := range uint32(100) {
			load := Load(match, move)
			if seen[load] || strings.Trim(string(load[:]), "0123456789abcdef") != "" {
				t.Fatalf("the load of move %d of match %d is %q", move, match, load)
			}
			seen[load] = true
		}
	}
}
