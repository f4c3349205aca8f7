package store

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"modernc.org/sqlite"

	"crossroads/record"
)

// SQLite knows the case of no letter beyond ASCII, but it can call Go.
func init() {
	for name, form := range map[string]func(string) string{"folded": record.Fold, "sought": record.Sought, "named": record.Named} {
		sqlite.MustRegisterDeterministicScalarFunction(name, 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
			text, _ := args[0].(string)
			return form(text), nil
		})
	}
}

// portfolioQuery builds a query for the listed assessments that match a filter. It contains
// only the conditions that narrow the result, so that indexes can be used.
type portfolioQuery struct {
	escape func(string) string // texts as the database stores them
	where  strings.Builder
	args   []any
}

// narrow builds a query with all conditions but the one on titles.
func narrow(f record.Filter, escape func(string) string) *portfolioQuery {
	q := &portfolioQuery{escape: escape}
	q.where.WriteString("a.owner <> ''")
	for _, equal := range []struct{ column, value string }{{"a.status", f.Status}, {"a.comparison", f.Comparison}, {"a.owner", f.Owner}} {
		if equal.value != "" {
			q.and(equal.column + " = " + q.texts(equal.value))
		}
	}
	if f.Leader != nil {
		q.and("a.leader = " + q.texts(*f.Leader))
	}
	if f.Tag != "" {
		q.and("a.num IN (SELECT assessment FROM tag WHERE tag IN (" + q.texts(f.Tag, record.Tag(f.Tag)) + "))")
	}
	if f.Due != "" {
		q.and("a.review <> '' AND a.review <= " + q.arg(f.Due) + " AND a.status <> 'superseded'")
	}
	if f.Planned {
		q.and("a.review <> '' AND a.status <> 'superseded'")
	}
	if f.Unplanned {
		q.and("a.review = '' AND a.status <> 'superseded'")
	}
	if f.Reader != nil {
		name := q.texts(*f.Reader)
		may := "a.audience <> 'named' OR a.owner = " + name + " OR a.num IN (SELECT assessment FROM reader WHERE name IN (" +
			name + ", " + q.texts(record.Account(*f.Reader)) + "))"
		if len(f.Groups) > 0 {
			groups := slices.Clone(f.Groups)
			for _, group := range f.Groups { // as Audience.Admits compares them
				groups = append(groups, record.Composed(group))
			}
			may += " OR a.num IN (SELECT assessment FROM reader_group WHERE name IN (" + q.texts(groups...) + "))"
		}
		q.and("(" + may + ")")
	}
	if f.After > 0 {
		q.and("a.num < " + q.arg(f.After))
	}
	return q
}

func (q *portfolioQuery) and(condition string) { q.where.WriteString(" AND " + condition) }

// arg adds an argument and returns its placeholder.
func (q *portfolioQuery) arg(value any) string {
	q.args = append(q.args, value)
	return "$" + strconv.Itoa(len(q.args))
}

// texts adds arguments and returns their placeholders.
func (q *portfolioQuery) texts(values ...string) string {
	places := make([]string, len(values))
	for i, value := range values {
		places[i] = q.arg(q.escape(value))
	}
	return strings.Join(places, ", ")
}

// latestRevision joins the revision that the portfolio shows.
const latestRevision = `
	JOIN revision r ON r.assessment = a.num
	 AND r.number = (SELECT max(number) FROM revision WHERE assessment = a.num)`

// list returns the query for the rows of a page.
func (q *portfolioQuery) list(limit int) string {
	return `
		SELECT a.num, a.id, a.comparison, a.owner, a.created_ms, a.status, a.review, a.expires, a.arranged, a.arranged_ms,
		       a.leader, r.number, r.at_ms, r.title, r.labels, r.report
		FROM assessment a` + latestRevision + `
		WHERE ` + q.where.String() + `
		ORDER BY a.num DESC LIMIT ` + q.arg(int64(limit))
}

// scanListed reads a row of list; text wraps the target for a text of the database.
func scanListed(scan func(...any) error, text func(*string) any) (record.Listed, error) {
	var l record.Listed
	var created, at, arranged int64
	var labels, report []byte
	err := scan(&l.Cursor, &l.ID, &l.Comparison, text(&l.Owner), &created, &l.Status, &l.Review, &l.Expires, &l.Arranged, &arranged,
		&l.Leader, &l.Latest, &at, text(&l.Title), &labels, &report)
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(labels, &l.Labels); err != nil {
		return l, fmt.Errorf("stored labels: %w", err)
	}
	l.Headline, l.Revisit = outcomeOf(report)
	l.Created, l.At, l.ArrangedAt = moment(created), moment(at), arrangedAt(arranged)
	return l, nil
}

// groups returns the query for all counts except those of tags. In one pass it groups the
// matching assessments into few rows, which countAll adds up.
func (q *portfolioQuery) groups(f record.Filter, today string) string {
	return `SELECT a.status, a.comparison, a.leader, a.owner,
		CASE WHEN a.status = 'superseded' THEN '' WHEN a.review = '' THEN 'none' WHEN a.review <= ` + q.arg(today) +
		` THEN 'due' ELSE '' END,
		count(*) FROM assessment a` + q.join(f) + ` WHERE ` + q.where.String() + ` GROUP BY 1, 2, 3, 4, 5`
}

// tags returns the query for the most frequent tags.
func (q *portfolioQuery) tags(f record.Filter) string {
	return `SELECT '', '', '', '', t.tag, count(*) FROM assessment a JOIN tag t ON t.assessment = a.num` + q.join(f) + `
		WHERE ` + q.where.String() + ` GROUP BY 5 ORDER BY 6 DESC, 5 LIMIT ` + strconv.Itoa(record.CountsMost)
}

// group is a row of groups, or, with only the last two fields, of tags.
type group struct {
	status, comparison, leader, owner, review string
	count                                     int
}

// join returns the join of the revision if a filter needs it.
func (q *portfolioQuery) join(f record.Filter) string {
	if f.Text == "" {
		return ""
	}
	return latestRevision
}

// narrow builds a query that searches titles too.
func (s *SQLite) narrow(f record.Filter) *portfolioQuery {
	q := narrow(f, func(s string) string { return s })
	if f.Text != "" {
		q.and("instr(sought(r.title), " + q.arg(record.Sought(f.Text)) + ") > 0")
	}
	return q
}

// Portfolio lists assessments saved by people known to the portal, newest first, at most
// f.Limit. The search ignores case and the form of letters.
func (s *SQLite) Portfolio(ctx context.Context, f record.Filter) ([]record.Listed, error) {
	q := s.narrow(f)
	query := q.list(f.Limit) // adds an argument
	list, err := all(ctx, s, query, func(row row) (record.Listed, error) { return scanListed(row.Scan, asStored) }, q.args...)
	if err != nil {
		return nil, fmt.Errorf("portfolio: %w", err)
	}
	return list, nil
}

// PortfolioCounts counts all assessments that match a filter, regardless of pages. Reviews
// count as due up to today, YYYY-MM-DD.
func (s *SQLite) PortfolioCounts(ctx context.Context, f record.Filter, today string) (record.Counts, error) {
	f.After = 0
	return countAll(s.narrow(f), f, today, func(query string, args []any) ([]group, error) {
		return all(ctx, s, query, func(row row) (g group, err error) {
			err = row.Scan(&g.status, &g.comparison, &g.leader, &g.owner, &g.review, &g.count)
			return g, err
		}, args...)
	})
}

// countAll runs the queries of PortfolioCounts and adds up their rows.
func countAll(q *portfolioQuery, f record.Filter, today string,
	run func(query string, args []any) ([]group, error)) (c record.Counts, err error) {
	tags := q.tags(f) // before groups adds an argument
	tagged, err := run(tags, slices.Clone(q.args))
	if err != nil {
		return c, fmt.Errorf("count tags: %w", err)
	}
	for _, g := range tagged {
		c.Tags = append(c.Tags, record.ValueCount{Value: g.review, Count: g.count})
	}
	groups, err := run(q.groups(f, today), q.args)
	if err != nil {
		return c, fmt.Errorf("count the portfolio: %w", err)
	}
	statuses, leaders, owners := tally{}, tally{}, tally{}
	for _, g := range groups {
		c.All += g.count
		switch g.review {
		case "due":
			c.Due += g.count
		case "none":
			c.Unplanned += g.count
		}
		statuses[record.ValueCount{Value: g.status}] += g.count
		leaders[record.ValueCount{Comparison: g.comparison, Value: g.leader}] += g.count
		owners[record.ValueCount{Value: g.owner}] += g.count
	}
	c.Statuses, c.Leaders, c.Owners = statuses.most(0), leaders.most(0), owners.most(record.CountsMost)
	return c, nil
}

// tally counts values; Count is 0 in its keys.
type tally map[record.ValueCount]int

// most lists the values, most frequent first, at most limit of them unless that is 0.
func (t tally) most(limit int) (list []record.ValueCount) {
	for v, n := range t {
		v.Count = n
		list = append(list, v)
	}
	slices.SortFunc(list, func(a, b record.ValueCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Comparison, b.Comparison), cmp.Compare(a.Value, b.Value))
	})
	if limit > 0 && len(list) > limit {
		list = list[:limit]
	}
	return list
}

// SetReviews sets the review date of several listed assessments, "" for none. If one of
// them has changed since the given version, or is no longer listed, nothing is changed, and
// stale holds the ids of all such assessments.
func (s *SQLite) SetReviews(ctx context.Context, of []record.Version, review string) (stale []string, err error) {
	err = s.writer.do(ctx, func() error {
		stale = nil
		for _, v := range of {
			var num int64
			life := record.Life{Review: review}
			err := s.writes.QueryRow(`
				UPDATE assessment SET review = ?1, arranged = arranged + 1, arranged_ms = ?2
				WHERE id = ?3 AND owner <> '' AND arranged = ?4
				  AND ?5 = (SELECT max(number) FROM revision WHERE assessment = num)
				RETURNING num, status, expires`,
				review, s.stamp().UnixMilli(), v.ID, v.Arranged, v.Latest).Scan(&num, &life.Status, &life.Expires)
			if errors.Is(err, sql.ErrNoRows) {
				stale = append(stale, v.ID)
				continue
			}
			if err != nil {
				return err
			}
			if err := s.audit(ctx, num, arranged(life)); err != nil {
				return err
			}
		}
		if len(stale) > 0 {
			return record.ErrConflict // rolls back the others
		}
		return nil
	})
	if len(stale) > 0 {
		return stale, nil
	}
	if err != nil {
		return nil, fmt.Errorf("set review dates: %w", err)
	}
	return nil, nil
}
