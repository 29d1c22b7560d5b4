package remote

import (
	"testing"
	"time"
)

// The words of git and of the hook tell a lock on the server from somebody who was faster.
func TestServerLock(t *testing.T) {
	git := "error: cannot lock ref 'HEAD': Unable to create '/s.git/./HEAD.lock': File exists."
	for _, tt := range []struct {
		said      []string
		lock, why string
	}{
		{nil, "", ""},
		{[]string{"casefile: refused: no such case"}, "", ""},
		{[]string{"error: cannot lock ref 'HEAD': is at 1 but expected 2"}, "", ""},
		{[]string{git, "", "Another git process seems to be running"}, "/s.git/./HEAD.lock", ""},
		{[]string{"casefile: locked: HEAD.lock: process 7 (git) has it open", git},
			"/s.git/./HEAD.lock", "process 7 (git) has it open"},
	} {
		if lock, why := serverLock(tt.said); lock != tt.lock || why != tt.why {
			t.Errorf("%q: %q, %q", tt.said, lock, why)
		}
	}
}

// Only a lock that stays while main does blocks all pushes.
func TestBlockingLock(t *testing.T) {
	begin := time.Date(2026, 3, 6, 9, 0, 0, 0, time.UTC)
	var k blockingLock
	for i, tt := range []struct {
		lock, main string
		after      time.Duration
		want       time.Duration
	}{
		{"HEAD.lock", "a", 0, 0},
		{"HEAD.lock", "a", 9 * time.Second, 9 * time.Second},
		{"HEAD.lock", "b", 10 * time.Second, 0},                // another push got through
		{"HEAD.lock", "b", 11 * time.Second, time.Second},      //
		{"main.lock", "b", 12 * time.Second, 0},                // another lock
		{"", "b", 13 * time.Second, 0},                         // a race
		{"main.lock", "b", 30 * time.Second, 0},                // the lock begins again
		{"main.lock", "b", 46 * time.Second, 16 * time.Second}, // and stays
	} {
		if got := k.seen(tt.lock, tt.main, begin.Add(tt.after)); got != tt.want {
			t.Errorf("step %d: %s", i, got)
		}
	}
}

// Waits differ, and grow with the age of the lock.
func TestPauseAfter(t *testing.T) {
	none := func(int) int { return 0 }
	for since, want := range map[time.Duration]time.Duration{
		0: 10 * time.Millisecond, time.Second: 260 * time.Millisecond,
		time.Minute: 1010 * time.Millisecond,
	} {
		if got := pauseAfter(since, none); got != want {
			t.Errorf("after %s: %s", since, got)
		}
	}
}
