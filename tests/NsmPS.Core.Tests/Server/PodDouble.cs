extern alias sandbox;

using sandbox::NsmPS.Sandbox.Store;

namespace NsmPS.Core.Tests.Server;

/// <summary>Stands for what runs in pods: gives commands and logs the answers that the test wants.</summary>
internal sealed class PodDouble : IExecHandler, ILogSource
{
    /// <summary>Answers commands.</summary>
    public Func<ExecCall, CancellationToken, Task<ExecAnswer>> Exec { get; set; } =
        (_, _) => throw new ApiException(500, "InternalError", "no command is expected");

    /// <summary>Logs, by <c>namespace/pod/container</c>; that of the instance before by <c>namespace/pod/container/previous</c>.</summary>
    public IDictionary<string, string> Logs { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public async Task<ExecOutcome> RunAsync(ExecCall call, CancellationToken token)
    {
        ExecAnswer answer = await Exec(call, token);
        await call.WriteOutput(answer.StandardOutput);
        if (answer.Read is { } read)
        {
            answer = read(await call.Input.ReadAsync(token));
            await call.WriteOutput(answer.StandardOutput);
        }

        await call.WriteError(answer.StandardError);
        return new ExecOutcome(answer.ExitCode, answer.Error);
    }

    public IReadOnlyList<string> Read(string ns, string pod, string container, bool previous) =>
        Logs.TryGetValue($"{ns}/{pod}/{container}" + (previous ? "/previous" : ""), out string? text)
            ? text.TrimEnd('\n').Split('\n')
            : throw ApiException.BadRequest($"container \"{container}\" in pod \"{pod}\" is waiting to start");
}
