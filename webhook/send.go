package webhook

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"crossroads/record"
)

// Bounds of an attempt and of a delivery.
const (
	attemptTime  = 15 * time.Second // from connecting to the headers of the answer
	leaseTime    = 30 * time.Second // for which no other process takes a delivery; longer than an attempt
	mostAttempts = 12
	mostAge      = 3 * 24 * time.Hour
	firstWait    = 5 * time.Second
	longestWait  = 6 * time.Hour
	answerBytes  = 4 << 10 // of a body that is read, only so that the connection can be used again
	headerBytes  = 32 << 10
)

// newClient returns a client that follows no redirects, because a message is only for the address that the
// operator has configured.
func newClient() *http.Client {
	dial := net.Dialer{Timeout: attemptTime}
	return &http.Client{
		Timeout:       attemptTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, DialContext: dial.DialContext, ForceAttemptHTTP2: true,
			TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}, TLSHandshakeTimeout: attemptTime,
			MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute,
			MaxResponseHeaderBytes: headerBytes, DisableCompression: true,
		},
	}
}

// answer is the outcome of an attempt.
type answer struct {
	status int           // 0 without one
	wait   time.Duration // that the receiver asked for, 0 for none
	err    error         // without a status
}

// post sends a message once.
func (s *Sender) post(ctx context.Context, e *Endpoint, id string, sent []byte) answer {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, e.url, bytes.NewReader(sent))
	if err != nil {
		return answer{err: errors.New("the address cannot be used")} // was checked before
	}
	now := s.cfg.Now()
	var signatures []string
	for _, signer := range e.signers {
		signature, err := signer.Sign(id, now, sent)
		if err != nil {
			return answer{err: err}
		}
		signatures = append(signatures, signature)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Crossroads/"+s.cfg.Version)
	r.Header.Set(standardwebhooks.HeaderWebhookID, id)
	r.Header.Set(standardwebhooks.HeaderWebhookTimestamp, strconv.FormatInt(now.Unix(), 10))
	r.Header.Set(standardwebhooks.HeaderWebhookSignature, strings.Join(signatures, " "))
	res, err := s.client.Do(r)
	if err != nil {
		return answer{err: err}
	}
	defer res.Body.Close()
	_, _ = io.CopyN(io.Discard, res.Body, answerBytes)
	return answer{status: res.StatusCode, wait: retryAfter(res.Header.Get("Retry-After"), now)}
}

// retryAfter reads Retry-After, in either form.
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.Atoi(value); err == nil && seconds > 0 {
		return min(time.Duration(min(seconds, 1e6))*time.Second, longestWait)
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return min(at.Sub(now), longestWait)
	}
	return 0
}

// backoff returns how long to wait after so many attempts: four times as long each time, varied at random by
// half, so that not all deliveries come back at once. It is never less than what the receiver asked for.
func backoff(attempts int, asked time.Duration) time.Duration {
	wait := firstWait
	for range attempts - 1 {
		wait = min(4*wait, longestWait)
	}
	return max(wait/2+rand.N(wait), asked)
}

// judge decides the state of a delivery after an attempt.
func judge(a answer, attempts int) (state, detail string) {
	switch {
	case a.status >= 200 && a.status < 300:
		return record.DeliveryDelivered, ""
	case a.status == http.StatusGone:
		return record.DeliveryFailed, "answered 410: the receiver wants no more; take the endpoint out of the configuration"
	case a.status >= 300 && a.status < 400:
		detail = fmt.Sprintf("answered %d, a redirect, which is not followed; write the new address into the configuration", a.status)
	case a.status != 0:
		detail = fmt.Sprintf("answered %d", a.status)
	default:
		detail = reason(a.err)
	}
	if attempts >= mostAttempts {
		return record.DeliveryFailed, fmt.Sprintf("%s; given up after %d attempts", detail, attempts)
	}
	return record.DeliveryWaiting, detail
}

// reason explains why there was no response, without the address.
func reason(err error) string {
	var timeout net.Error
	var name *net.DNSError
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verification *tls.CertificateVerificationError
	switch {
	case errors.As(err, &timeout) && timeout.Timeout():
		return fmt.Sprintf("no answer within %d seconds", int(attemptTime.Seconds()))
	case errors.As(err, &name):
		return "the name of its host cannot be looked up"
	case errors.As(err, &unknown), errors.As(err, &host), errors.As(err, &invalid), errors.As(err, &verification):
		return "its certificate is not trusted"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "the connection was refused"
	}
	return "the connection broke"
}
