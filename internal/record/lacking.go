package record

import "gopkg.in/yaml.v3"

// LackingItem is an item of a list that lacks a value.
type LackingItem struct {
	Line   int               // from 1, in the whole text
	Values map[string]string // that it has
}

// ItemsLacking returns the items of a list in front matter in which a field has no value. Of what
// can't be read as such a list it gives none: the check of the text tells that.
func ItemsLacking(text []byte, list, field string) []LackingItem {
	_, root, err := open(text)
	if err != nil {
		return nil
	}
	_, items := child(root, list)
	if items == nil || items.Kind != yaml.SequenceNode {
		return nil
	}
	var out []LackingItem
	for _, item := range items.Content {
		values := map[string]string{}
		for i := 0; i+1 < len(item.Content); i += 2 {
			if v := item.Content[i+1]; v.Kind == yaml.ScalarNode && v.Tag != "!!null" {
				values[item.Content[i].Value] = v.Value
			}
		}
		if item.Kind == yaml.MappingNode && values[field] == "" {
			out = append(out, LackingItem{Line: nodePosition(item).line, Values: values})
		}
	}
	return out
}
