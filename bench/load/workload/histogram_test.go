package workload

import (
	"testing"
	"time"
)

func TestBucketsAreInOrderAndNarrow(t *testing.T) {
	for v := uint64(0); v < 1<<40; v += 1 + v/50 {
		i := bucket(v)
		if up := upper(i); up < v || float64(up-v) > float64(v)/100 {
			t.Fatalf("%d is in the bucket up to %d", v, up)
		}
		if bucket(upper(i)) != i || bucket(upper(i)+1) != i+1 {
			t.Fatalf("bucket %d does not end at %d", i, upper(i))
		}
	}
}

func TestQuantiles(t *testing.T) {
	var h Histogram
	for i := 1; i <= 10_000; i++ {
		h.Add(time.Duration(i) * time.Microsecond)
	}
	for q, want := range map[float64]time.Duration{0.5: 5 * time.Millisecond, 0.99: 9900 * time.Microsecond, 1: 10 * time.Millisecond} {
		if got := h.Quantile(q); got < want || got > want+want/100 {
			t.Errorf("quantile %v is %v, not %v", q, got, want)
		}
	}
	if (&Histogram{}).Quantile(0.5) != 0 {
		t.Error("the quantile of nothing is not 0")
	}
}
