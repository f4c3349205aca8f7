package fair_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"

	"crossroads/fair"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const unit = time.Millisecond // that work of price 1 takes; the clock is that of synctest

// served is one piece of work as it went.
type served struct {
	key              int
	price            int
	asked, begun     time.Duration
	given, gaveUp    bool
	waiting, working int // when it had its place, itself included
}

// scene runs pieces of work at a gate and notes what happened.
type scene struct {
	gate  *fair.Gate[int]
	began time.Time
	mu    sync.Mutex
	all   []served
}

func newScene(places int) *scene {
	return &scene{gate: fair.New[int](places, 1000, 1000), began: time.Now()}
}

// work asks for a place, holds it as long as the price says, and leaves.
func (s *scene) work(ctx context.Context, key, price int) {
	w := served{key: key, price: price, asked: time.Since(s.began)}
	leave, err := s.gate.Enter(ctx, key, price)
	w.begun = time.Since(s.began)
	if w.given = err == nil; w.given {
		w.working, w.waiting = s.gate.Load()
		time.Sleep(time.Duration(price) * unit)
		leave()
		leave() // once more does nothing
	}
	w.gaveUp = errors.Is(err, context.DeadlineExceeded)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.all = append(s.all, w)
}

// client is somebody in a drawn scene.
type client struct {
	key, price, connections, times int
	pause                          time.Duration // between two pieces of work of a connection
	patience                       time.Duration // 0 for any
}

func drawClients(t *rapid.T, patient bool) (list []client) {
	for key := range rapid.IntRange(1, 6).Draw(t, "keys") {
		c := client{
			key: key, price: rapid.IntRange(1, 12).Draw(t, "price"), connections: rapid.IntRange(1, 8).Draw(t, "connections"),
			times: rapid.IntRange(1, 8).Draw(t, "times"), pause: time.Duration(rapid.IntRange(0, 9).Draw(t, "pause")) * unit,
		}
		if !patient {
			c.patience = time.Duration(rapid.IntRange(0, 30).Draw(t, "patience")) * unit
		}
		list = append(list, c)
	}
	return list
}

func (s *scene) play(clients []client) {
	var wg sync.WaitGroup
	for _, c := range clients {
		for range c.connections {
			wg.Go(func() {
				for range c.times {
					ctx, cancel := context.WithCancel(context.Background())
					if c.patience > 0 {
						ctx, cancel = context.WithTimeout(ctx, c.patience)
					}
					s.work(ctx, c.key, c.price)
					cancel()
					time.Sleep(c.pause)
				}
			})
		}
	}
	wg.Wait()
}

// TestEverybodyIsServed: whoever does not give up gets a place, never more than
// there are, none is empty while somebody waits, and nothing is left behind.
func TestEverybodyIsServed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		clients, places := drawClients(rt, rapid.Bool().Draw(rt, "patient")), rapid.IntRange(1, 4).Draw(rt, "places")
		synctest.Test(t, func(t *testing.T) {
			s := newScene(places)
			stop := make(chan struct{})
			go func() { // looks at moments at which nothing moves
				for {
					synctest.Wait()
					if working, waiting := s.gate.Load(); waiting > 0 && working < places {
						rt.Errorf("%d wait while %d of %d places are taken", waiting, working, places)
					}
					select {
					case <-stop:
						return
					case <-time.After(unit / 2):
					}
				}
			}()
			s.play(clients)
			close(stop)
			want := 0
			for _, c := range clients {
				want += c.connections * c.times
			}
			if len(s.all) != want {
				rt.Errorf("%d of %d came back", len(s.all), want)
			}
			for _, w := range s.all {
				if w.working > places || !w.given && !w.gaveUp {
					rt.Errorf("%+v with %d places", w, places)
				}
			}
			if working, waiting := s.gate.Load(); working != 0 || waiting != 0 || fair.Lines(s.gate) != 0 {
				rt.Errorf("in the end %d work, %d wait and %d keys are remembered", working, waiting, fair.Lines(s.gate))
			}
		})
	})
}

// TestSharesAreEqual: of two keys that both always have something waiting,
// neither gets ahead by more than one piece of work of each for each place, and
// one, whatever their prices and however many connections they have.
func TestSharesAreEqual(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		places := rapid.IntRange(1, 3).Draw(rt, "places")
		a := client{
			key:         0,
			price:       rapid.IntRange(1, 12).Draw(rt, "price"),
			connections: rapid.IntRange(places+1, 64).Draw(rt, "connections"), times: 40,
		}
		b := client{
			key:         1,
			price:       rapid.IntRange(1, 12).Draw(rt, "price"),
			connections: rapid.IntRange(places+1, 64).Draw(rt, "connections"), times: 40,
		}
		synctest.Test(t, func(t *testing.T) {
			s := newScene(places)
			s.play([]client{a, b})
			slices.SortStableFunc(s.all, func(x, y served) int { return int(x.begun - y.begun) })
			used, left := map[int]int{}, map[int]int{0: a.connections * a.times, 1: b.connections * b.times}
			for _, w := range s.all {
				if left[0] <= a.connections || left[1] <= b.connections {
					break // one of them is about to have nothing waiting
				}
				left[w.key]--
				used[w.key] += w.price
				if apart := used[0] - used[1]; max(apart, -apart) > (a.price+b.price)*(places+1) {
					rt.Errorf("prices %d and %d, places %d: %d was given to one and %d to the other", a.price, b.price, places, used[0],
						used[1])
					return
				}
			}
		})
	})
}

// TestAFloodDelaysOthersLittle: who asks for one thing at a time waits for what
// has begun and for one piece of each other key, not for all that waits.
func TestAFloodDelaysOthersLittle(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		places, floods := rapid.IntRange(1, 3).Draw(rt, "places"), rapid.IntRange(1, 4).Draw(rt, "floods")
		clients := []client{
			{key: 0, price: 1, connections: 1, times: 30, pause: time.Duration(rapid.IntRange(1, 30).Draw(rt, "pause")) * unit},
		}
		most := 0
		for key := range floods {
			f := client{key: key + 1, price: rapid.IntRange(1, 12).Draw(rt, "price"), connections: 64, times: 20}
			most = max(most, f.price)
			clients = append(clients, f)
		}
		synctest.Test(t, func(t *testing.T) {
			s := newScene(places)
			s.play(clients)
			for _, w := range s.all {
				if waited := w.begun - w.asked; w.key == 0 && waited > time.Duration(most*(1+floods))*unit {
					rt.Errorf("waited %v beside %d floods with works of up to %d", waited, floods, most)
					return
				}
			}
		})
	})
}

// TestNewKeysDoNotStarveOldOnes: a key that has used its share is served though
// new ones come without end.
func TestNewKeysDoNotStarveOldOnes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(1)
		ctx, cancel := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			for key := 1; ctx.Err() == nil; key++ {
				wg.Go(func() { s.work(ctx, key, 1) })
				time.Sleep(unit * 9 / 10) // faster than they are served
			}
		})
		time.Sleep(10 * unit)
		for range 5 {
			began := time.Now()
			s.work(t.Context(), 0, 8)
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("served after %v", took)
			}
		}
		cancel()
		wg.Wait()
	})
}

// TestBounds: a key that has as many waiting as it may is told so, and does not
// fill the places in which others wait.
func TestBounds(t *testing.T) {
	gate := fair.New[string](1, 2, 3)
	leave, err := gate.Enter(t.Context(), "a", 1)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	wait := func(key string) {
		_, before := gate.Load()
		wg.Go(func() {
			if _, err := gate.Enter(ctx, key, 1); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", key, err)
			}
		})
		for now := before; now == before; _, now = gate.Load() {
			time.Sleep(time.Millisecond)
		}
	}
	wait("a")
	wait("a")
	if _, err := gate.Enter(t.Context(), "a", 1); !errors.Is(err, fair.ErrCrowded) {
		t.Errorf("the third of one key: %v", err)
	}
	wait("b")
	if _, err := gate.Enter(t.Context(), "c", 1); !errors.Is(err, fair.ErrFull) {
		t.Errorf("the fourth of all: %v", err)
	}
	cancel()
	wg.Wait()
	if _, err := gate.Enter(ctx, "a", 1); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
	leave()
	if working, waiting := gate.Load(); working != 0 || waiting != 0 || fair.Lines(gate) != 0 {
		t.Errorf("%d work, %d wait, %d keys are remembered", working, waiting, fair.Lines(gate))
	}
}

// TestChargeCounts: work that grew is paid for by its key.
func TestChargeCounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScene(1)
		s.gate.Charge(7, 5) // of nobody
		leave, err := s.gate.Enter(t.Context(), 1, 1)
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for _, key := range []int{1, 2, 2, 2} {
			wg.Go(func() { s.work(t.Context(), key, 1) })
			synctest.Wait()
		}
		s.gate.Charge(1, 2)
		leave()
		wg.Wait()
		var order []int
		for _, w := range s.all {
			order = append(order, w.key)
		}
		if fmt.Sprint(order) != "[2 2 2 1]" {
			t.Errorf("served in the order %v", order)
		}
	})
}

// TestManyKeysAreForgotten: a crowd of networks that come once does not grow
// what is remembered, though the gate is never idle.
func TestManyKeysAreForgotten(t *testing.T) {
	gate := fair.New[int](1, 10, 10)
	leave, err := gate.Enter(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for key := 1; key < 12_000; key++ {
		next := make(chan func())
		go func() {
			leave, err := gate.Enter(t.Context(), key, 100)
			if err != nil {
				t.Error(err)
			}
			next <- leave
		}()
		for waiting := 0; waiting == 0; _, waiting = gate.Load() {
			runtime.Gosched()
		}
		leave()
		leave = <-next
		most = max(most, fair.Lines(gate))
	}
	leave()
	if most < 1000 || most > 5000 || fair.Lines(gate) != 0 {
		t.Errorf("up to %d keys were remembered, and %d in the end", most, fair.Lines(gate))
	}
}
