using NsmPS.Kubernetes.Credentials;

namespace NsmPS.Core.Tests.Kubernetes.Credentials;

public sealed class SecretScrubberTests
{
    [Theory]
    [InlineData("The SSO session has expired. To refresh it run aws sso login --profile prod")]
    [InlineData("run 'aws sso login --profile a-very-long-profile-name-of-somebody-at-work'")]
    [InlineData("Please run az login --tenant 72f988bf-86f1-41af-91ab-2d7cd011db47 --scope https://management.core.windows.net//.default")]
    [InlineData("Run: gcloud auth login --account somebody.with-a-long-name@example.company.test")]
    [InlineData("open https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH")]
    [InlineData("arn:aws:iam::123456789012:role/AWSReservedSSO_AdministratorAccess may not be assumed")]
    [InlineData("cannot read /home/somebody/.config/gcloud/application_default_credentials.json")]
    [InlineData("Error loading SSO Token: Token for prod does not exist")]
    [InlineData("the bearer token has expired; run oc login --web")]
    [InlineData("kubelogin get-token --token-cache-dir /home/somebody/.kube/cache")]
    [InlineData("getting credentials: exec: executable gke-gcloud-auth-plugin not found")]
    public void Scrub_Remedy_StaysReadable(string text) => Assert.Equal(text, SecretScrubber.Scrub(text));

    [Theory]
    [InlineData("Authorization: Bearer abc.def-123", "Authorization: Bearer …")]
    [InlineData("Basic dXNlcjpwdw==", "Basic …")]
    [InlineData("token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJkZXYifQ.c2ln is old", "token … is old")]
    [InlineData("key AKIAIOSFODNN7EXAMPLE2 wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "key … …")]
    [InlineData("password: hunter", "password: …")]
    [InlineData("password='two words' user=x", "password=… user=x")]
    [InlineData("{\"client_secret\": \"a b\", \"user\": \"x\"}", "{\"client_secret\": …, \"user\": \"x\"}")]
    [InlineData("login --client-secret pebble --profile prod", "login --client-secret … --profile prod")]
    [InlineData("?access_token=pebble&user=x", "?access_token=…&user=x")]
    [InlineData("https://jane:pebble@host/x", "https://…@host/x")]
    [InlineData("https://jane:peb/ble@host/x", "https://…@host/x")]
    [InlineData("0123456789abcdef0123456789abcdef", "…")]
    [InlineData("abcdefghijklmnopqrstuvwxyzabcdefgh", "…")]
    [InlineData("ghp_a1B2c3D4e5F6g7H8i9J0 is no longer valid", "… is no longer valid")]
    [InlineData("x\n-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\ny", "x … y")]
    [InlineData("cut off -----BEGIN PRIVATE KEY-----\nAAAA", "cut off …")]
    public void Scrub_Secret_IsGone(string text, string expected) => Assert.Equal(expected, SecretScrubber.Scrub(text));

    [Fact]
    public void Scrub_LongText_IsCut() => Assert.Equal(301, SecretScrubber.Scrub(string.Concat(Enumerable.Repeat("word ", 1000))).Length);
}
