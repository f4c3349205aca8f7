// Pocketbase is an unmodified PocketBase with a collection of assessments that anybody may
// create and view: the other server in bench/run.sh rows.
//
//	pocketbase serve --dir DIR --http ADDR
//	pocketbase fill --dir DIR SAMPLES COUNT IDS
//
// It is a separate module, so that PocketBase brings its own versions of its dependencies.
package main

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"strconv"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase"
	"github.com/pocketbase/pocketbase/core"
	"github.com/spf13/cobra"
)

const assessments = "assessments"

func main() {
	app := pocketbase.NewWithConfig(pocketbase.Config{HideStartBanner: true})
	app.OnServe().BindFunc(func(e *core.ServeEvent) error {
		e.InstallerFunc = nil // would open a browser
		if err := ensureCollection(e.App); err != nil {
			return err
		}
		return e.Next()
	})
	app.RootCmd.AddCommand(&cobra.Command{
		Use: "fill SAMPLES COUNT IDS", Args: cobra.ExactArgs(3),
		RunE: func(_ *cobra.Command, args []string) error { return fill(app, args[0], args[1], args[2]) },
	})
	if err := app.Start(); err != nil {
		log.Fatal(err)
	}
}

// ensureCollection creates the collection, with the columns of the portal's table of
// revisions.
func ensureCollection(app core.App) error {
	if _, err := app.FindCollectionByNameOrId(assessments); !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	c := core.NewBaseCollection(assessments)
	open := ""
	c.CreateRule, c.ViewRule = &open, &open
	for _, name := range []string{"comparison", "title", "note", "author", "catalogue", "engine"} {
		c.Fields.Add(&core.TextField{Name: name})
	}
	c.Fields.Add(&core.JSONField{Name: "input"}, &core.JSONField{Name: "report"}, &core.AutodateField{Name: "created", OnCreate: true})
	return app.Save(c)
}

// sample is an assessment in the form written by bench, one per line.
type sample struct {
	Comparison string          `json:"comparison"`
	Title      string          `json:"title"`
	Note       string          `json:"note"`
	Author     string          `json:"author"`
	Catalogue  string          `json:"catalogue"`
	Engine     string          `json:"engine"`
	Input      json.RawMessage `json:"input"`
	Report     json.RawMessage `json:"report"`
}

// batch is the number of records per transaction.
const batch = 1000

// fill inserts count records made from the samples and writes their ids, one per line. It
// bypasses validation, which takes most of the time of a save.
func fill(app core.App, from, count, to string) (err error) {
	n, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	samples, err := read(from)
	if err != nil {
		return err
	}
	if err := ensureCollection(app); err != nil {
		return err
	}
	ids, err := os.Create(to)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(ids)
	defer func() { err = errors.Join(err, out.Flush(), ids.Close()) }()
	for at := 0; at < n; at += batch {
		err := app.RunInTransaction(func(tx core.App) error {
			for i := at; i < min(at+batch, n); i++ {
				id := core.GenerateDefaultRandomId()
				s := samples[i%len(samples)]
				if err := insert(tx, id, fmt.Sprint(s.Title, " ", i), s); err != nil {
					return err
				}
				fmt.Fprintln(out, id)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func insert(tx core.App, id, title string, s sample) error {
	_, err := tx.DB().NewQuery(`
		INSERT INTO assessments (id, comparison, title, note, author, catalogue, engine, input, report, created)
		VALUES ({:id}, {:comparison}, {:title}, {:note}, {:author}, {:catalogue}, {:engine}, {:input}, {:report},
			strftime('%Y-%m-%d %H:%M:%fZ'))`).
		Bind(dbx.Params{"id": id, "comparison": s.Comparison, "title": title, "note": s.Note, "author": s.Author,
			"catalogue": s.Catalogue, "engine": s.Engine, "input": string(s.Input), "report": string(s.Report)}).Execute()
	return err
}

func read(path string) ([]sample, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []sample
	for dec := json.NewDecoder(f); dec.More(); {
		var s sample
		if err := dec.Decode(&s); err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s has no samples", path)
	}
	return list, nil
}
