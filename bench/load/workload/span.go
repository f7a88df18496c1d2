package workload

import (
	"time"

	"playmesh/load/loop"
)

const never = loop.Time(1<<63 - 1)

// Span collects what belongs to a window. Make it with NewSpan.
type Span struct {
	histogram   Histogram
	from, until loop.Time // never until they are known
	moves       uint64
}

// NewSpan is a window that has not begun.
func NewSpan() Span { return Span{from: never, until: never} }

// Begin and End say when the window does.
func (s *Span) Begin(t loop.Time) { s.from = t }

// End: see Begin.
func (s *Span) End(t loop.Time) { s.until = t }

// Add counts something that was asked for at one time and has been done at another, each in the window that it fell into.
func (s *Span) Add(asked, done loop.Time) {
	if s.holds(asked) {
		s.histogram.Add(time.Duration(done - asked))
	}
	if s.holds(done) {
		s.moves++
	}
}

func (s *Span) holds(t loop.Time) bool { return t >= s.from && t < s.until }

// Result is what was measured once the window has ended.
func (s *Span) Result() Window {
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	h := &s.histogram
	return Window{
		Seconds: time.Duration(s.until - s.from).Seconds(),
		Moves:   s.moves,
		P50:     ms(h.Quantile(0.5)), P99: ms(h.Quantile(0.99)), P999: ms(h.Quantile(0.999)), Longest: ms(h.Max()),
		Samples: h.Count(),
	}
}
