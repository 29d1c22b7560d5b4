package store

import (
	"maps"
	"slices"
	"sync"
)

// treeCache keeps the trees that were read last, and the root trees of the commits that were read
// last. Both are named by their content, so none is ever stale. Judging a history reads each tree
// twice, as the new tree of a commit and as the old tree of the next. It looks for several paths in
// each.
type treeCache struct {
	mu    sync.Mutex
	trees map[string]treeListing
	order []string          // as read; the oldest leaves first
	bytes int               // of the trees
	roots map[string]string // commit to tree; where there are too many, all leave
}

// keepTrees bounds the memory: some 35 kB for a tree of 1,000 entries. keepRoots
// is enough for a window of commits that are judged together.
const (
	keepTrees = 64
	keepRoots = 1024
)

func newTreeCache() *treeCache {
	return &treeCache{trees: make(map[string]treeListing), roots: make(map[string]string)}
}

// fork returns a cache that begins with the same content and goes its own way: the trees of a batch
// are in no repository yet.
func (c *treeCache) fork() *treeCache {
	c.mu.Lock()
	defer c.mu.Unlock()
	return &treeCache{trees: maps.Clone(c.trees), order: slices.Clone(c.order), bytes: c.bytes,
		roots: maps.Clone(c.roots)}
}

func (c *treeCache) get(id string) (treeListing, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t, ok := c.trees[id]
	return t, ok
}

func (c *treeCache) put(id string, t treeListing) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.trees[id]; ok {
		return
	}
	for len(c.order) > 0 && (len(c.order) == keepTrees || c.bytes+len(t.raw) > mostRemember) {
		c.bytes -= len(c.trees[c.order[0]].raw)
		delete(c.trees, c.order[0])
		c.order = append(c.order[:0], c.order[1:]...)
	}
	c.trees[id], c.order = t, append(c.order, id)
	c.bytes += len(t.raw)
}

func (c *treeCache) rootOf(commit string) (tree string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	tree, ok = c.roots[commit]
	return tree, ok
}

func (c *treeCache) putRoot(commit, tree string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.roots) >= keepRoots {
		clear(c.roots)
	}
	c.roots[commit] = tree
}
