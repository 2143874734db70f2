use Test::Nginx::Socket 'no_plan';

no_shuffle();
run_tests();

__DATA__

=== good: a header
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request
GET /a
--- more_headers
X-A: v
Host: h
# X-A: w
--- response_body chomp
GET /a HTTP/1.1 h close  v

=== bad: a header
fails: response is expected
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request
GET /a
--- more_headers
X-A: v
Host: h
# X-A: w
--- response_body chomp
GET /a HTTP/1.1 h close  w

=== good: a list
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request eval
["GET /a", "GET /a"]
--- more_headers eval
["X-A: 1", "X-A: 2"]
--- response_body eval
[map { "GET /a HTTP/1.1 localhost close  $_" } 1, 2]
--- error_code eval
[200, 200]

=== bad: a list
fails: response is expected
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request eval
["GET /a", "GET /a"]
--- more_headers eval
["X-A: 1", "X-A: 1"]
--- response_body eval
[map { "GET /a HTTP/1.1 localhost close  $_" } 1, 2]
--- error_code eval
[200, 200]

=== good: a chunked body is as written
--- http_config
    server {
        listen 127.0.0.1:$TEST_NGINX_RAND_PORT_1;
        location / { return 200 $http_content_length; }
    }
--- config
    location /a { proxy_pass http://127.0.0.1:$TEST_NGINX_RAND_PORT_1; }
--- request eval
"POST /a
5\r
hello\r
0\r
\r
"
--- more_headers
Transfer-Encoding: chunked
--- response_body chomp
5

=== good: a length that is too short
--- config
    location /a { return 200 "$request_method $request_uri $server_protocol $http_host $http_connection $http_content_length $http_x_a"; }
--- request
PUT /a
hello
--- more_headers
Content-Length: 3
--- response_body chomp
PUT /a HTTP/1.1 localhost close 3 
