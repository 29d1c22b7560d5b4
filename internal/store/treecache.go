package store

import "sync"

// treeCache keeps the trees read last. Trees are named by their content, so
// none is ever stale; judging a history reads each tree as the new one of a
// commit and again as the old one of the next.
type treeCache struct {
	mu    sync.Mutex
	trees map[string]tree
	order []string // as read; the oldest leaves first
}

// keepTrees bounds the memory: some 100 kB for a tree of 1,000 entries.
const keepTrees = 64

func newTreeCache() *treeCache { return &treeCache{trees: make(map[string]tree)} }

func (c *treeCache) get(id string) (tree, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t, ok := c.trees[id]
	return t, ok
}

func (c *treeCache) put(id string, t tree) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.trees[id]; ok {
		return
	}
	if len(c.order) == keepTrees {
		delete(c.trees, c.order[0])
		c.order = append(c.order[:0], c.order[1:]...)
	}
	c.trees[id], c.order = t, append(c.order, id)
}
