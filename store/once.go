package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"encoding/base32"
	"errors"
	"strings"

	"crossroads/record"
)

// outcome is the result of a request with an idempotency key: the id and the edit key.
type outcome struct{ id, key string }

// derive returns bytes that depend only on the key of a request, so that only its sender
// can know them. Each use has its own name.
func derive(once record.Once, name, data string) []byte {
	mac := hmac.New(sha256.New, []byte(once.Key))
	mac.Write([]byte(name + "\x00" + data))
	return mac.Sum(nil)
}

// derivedKey returns the edit key for a marked request: as long and as random as any other,
// but the same each time.
func derivedKey(once record.Once, salt string) string {
	const length = 26 // characters of 5 bits
	return strings.ToLower(base32.StdEncoding.EncodeToString(derive(once, "edit key", salt)))[:length]
}

// freshKey returns the edit key for a request, and the salt to store with it.
func freshKey(once record.Once, newID func() string) (key, salt string) {
	salt = newID()
	if once.Key == "" {
		return salt, ""
	}
	return derivedKey(once, salt), salt
}

// earlier returns the outcome of an earlier identical request, nil when there was none. key
// is the edit key given with the request, "" for none. It returns record.ErrConflict when
// the earlier request asked for something else, or when its edit key no longer opens the
// assessment: then the caller must not even learn the id. Only the writer calls it, since
// only its connection sees the whole transaction.
func (s *SQLite) earlier(once record.Once, key string) (*outcome, error) {
	if once.Key == "" {
		return nil, nil
	}
	var request, keyHash []byte
	var id, salt string
	err := s.stmts.findOnce.QueryRow(derive(once, "find", ""),
		s.stamp().Add(-record.OnceTime).UnixMilli()).Scan(&request, &salt, &id, &keyHash)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return repeated(once, key, id, salt, request, keyHash)
}

// repeated returns the outcome of an earlier request if it is the same request and its edit
// key still opens the assessment; otherwise record.ErrConflict.
func repeated(once record.Once, key, id, salt string, request, keyHash []byte) (*outcome, error) {
	if key == "" {
		key = derivedKey(once, salt)
	}
	if !hmac.Equal(request, derive(once, "request", once.Request)) || !opens(key, keyHash) {
		return nil, record.ErrConflict
	}
	return &outcome{id, key}, nil
}

// note stores the outcome of a request and drops outcomes that are too old.
func (s *SQLite) note(once record.Once, salt string, num int64) error {
	if once.Key == "" {
		return nil
	}
	now := s.stamp()
	if _, err := s.stmts.tidyOnce.Exec(now.Add(-record.OnceTime).UnixMilli()); err != nil {
		return err
	}
	_, err := s.stmts.insertOnce.Exec(derive(once, "find", ""), derive(once, "request", once.Request), salt, num, now.UnixMilli())
	return err
}
