using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Exec;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Core.Tests.Kubernetes.Exec;

public sealed class ExecStatusTests
{
    [Theory]
    [InlineData("""{"metadata":{},"status":"Success"}""", 0)]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"137"}]}}""", 137)]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"x"}]}}""", null)]
    [InlineData("""{"status":"Failure","reason":"NonZeroExitCode"}""", null)]
    [InlineData("""{"status":"Failure","reason":"InternalError","message":"container not running (abc)"}""", null)]
    [InlineData("""{"status":"Failure","message":"failed to dial the shim: open /run/x.sock: no such file or directory"}""", null)]
    [InlineData("""{"status":"Failure","message":"OCI runtime exec failed: exec failed: container_linux.go:367: starting container process caused: exec: \"x\": executable file not found in $PATH: unknown"}""", 127)]
    [InlineData("""{"status":"Failure","message":"exec failed: unable to start container process: exec: \"/x\": stat /x: no such file or directory: unknown"}""", 127)]
    [InlineData("""{"status":"Failure","message":"crun: executable file `x` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found"}""", 127)]
    [InlineData("""{"status":"Failure","message":"exec failed: unable to start container process: exec: \"/etc/passwd\": permission denied: unknown"}""", 126)]
    public void ExitCode_OfStatus_IsWhatTheRuntimeSaid(string json, int? expected) =>
        Assert.Equal(expected, ExecStatus.ExitCode(ApiStatus.Read((JsonObject)JsonNode.Parse(json)!)!));
}
