package workload

import (
	"math/bits"
	"time"
)

// Sub-buckets of every power of two: values are told apart by 1/128 of themselves.
const subBits = 7

// Histogram counts durations in buckets that are at most 0.8 % wide.
type Histogram struct {
	buckets [(64 - subBits) << subBits]uint32
	count   uint64
	longest time.Duration
}

// Add counts one duration; one that is negative as zero.
func (h *Histogram) Add(d time.Duration) {
	h.buckets[bucket(uint64(max(d, 0)))]++
	h.count++
	h.longest = max(h.longest, d)
}

// Count is how many durations have been added.
func (h *Histogram) Count() uint64 { return h.count }

// Max is the longest duration, exactly.
func (h *Histogram) Max() time.Duration { return h.longest }

// Quantile is a duration that the share q (0 to 1) of all does not exceed; 0 where there are none.
func (h *Histogram) Quantile(q float64) time.Duration {
	rank := max(1, uint64(q*float64(h.count)+0.5))
	var seen uint64
	for i, n := range h.buckets {
		if seen += uint64(n); n > 0 && seen >= rank {
			return min(time.Duration(upper(i)), h.longest)
		}
	}
	return h.longest
}

func bucket(v uint64) int {
	if v < 1<<subBits {
		return int(v)
	}
	shift := bits.Len64(v) - subBits - 1
	return shift<<subBits + int(v>>shift)
}

// upper is the largest value that falls into a bucket.
func upper(i int) uint64 {
	if i < 1<<(subBits+1) {
		return uint64(i)
	}
	shift := i>>subBits - 1
	return (uint64(i&(1<<subBits-1)|1<<subBits)+1)<<shift - 1
}
