package main

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
)

// The other servers serve the bytes that ours responded with, and are asked for the same
// encoding.

// serveBare is the minimal net/http server: one handler, no log, no router, and the four
// headers that a compressed page needs.
func serveBare(addr, file string) error {
	body, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	contentType, coding := []string{"text/html; charset=utf-8"}, []string{"gzip"}
	length, vary := []string{strconv.Itoa(len(body))}, []string{"Accept-Encoding"}
	return http.ListenAndServe(addr, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["Content-Type"], h["Content-Encoding"], h["Content-Length"], h["Vary"] = contentType, coding, length, vary
		_, _ = w.Write(body)
	}))
}

// nginxConfig is Debian's configuration, including the access log, with our own directory
// and pre-compressed files.
const nginxConfig = `
worker_processes %[3]d;
pid %[1]s/nginx.pid;
error_log %[1]s/nginx-error.log;
daemon off;
events { worker_connections 768; }
http {
	sendfile on;
	tcp_nopush on;
	types_hash_max_size 2048;
	default_type "text/html; charset=utf-8";
	access_log %[1]s/nginx-access.log;
	client_body_temp_path %[1]s/nginx-tmp;
	proxy_temp_path %[1]s/nginx-tmp;
	fastcgi_temp_path %[1]s/nginx-tmp;
	uwsgi_temp_path %[1]s/nginx-tmp;
	scgi_temp_path %[1]s/nginx-tmp;
	server {
		listen 127.0.0.1:%[2]d;
		root %[1]s/www;
		location / { gzip_static on; gzip_vary on; }
	}
}
`

// writeNginx writes the page, plain and compressed, and a configuration.
func (b *bench) writeNginx(port, workers int, plain, gzipped []byte) (config string, err error) {
	page := filepath.Join(b.dir, "www", articlePath)
	config = filepath.Join(b.dir, "nginx.conf")
	if err := os.MkdirAll(filepath.Dir(page), 0o755); err != nil {
		return "", err
	}
	for name, data := range map[string][]byte{
		page: plain, page + ".gz": gzipped, config: fmt.Appendf(nil, nginxConfig, b.dir, port, workers),
	} {
		if err := os.WriteFile(name, data, 0o644); err != nil {
			return "", err
		}
	}
	// When root starts nginx, its workers run as another user.
	return config, os.Chmod(b.dir, 0o755)
}
