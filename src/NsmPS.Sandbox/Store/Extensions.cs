using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace NsmPS.Sandbox.Store;

/// <summary>Changes or refuses objects before they are kept.</summary>
internal interface IAdmission
{
    /// <summary>The same before any other is asked, and not for a status.</summary>
    /// <exception cref="ApiException">The object is refused.</exception>
    void Mutate(ResourceKind kind, JsonObject item, JsonObject? before, WriteOptions options)
    {
    }

    /// <summary>Changes <paramref name="item"/> in place; called in create, update and apply, dry runs included.</summary>
    /// <exception cref="ApiException">The object is refused.</exception>
    void Admit(ResourceKind kind, JsonObject item, JsonObject? before, bool dryRun);

    /// <summary>Looks at what all have made of <paramref name="item"/>, and changes nothing.</summary>
    /// <exception cref="ApiException">The object is refused.</exception>
    void Validate(ResourceKind kind, JsonObject item, JsonObject? before, WriteOptions options)
    {
    }
}

/// <summary>Runs commands in containers.</summary>
internal interface IExecHandler
{
    Task<ExecOutcome> RunAsync(ExecCall call, CancellationToken token);
}

/// <summary>A command to run, and its streams.</summary>
internal sealed record ExecCall(
    string Namespace, string Pod, string Container, IReadOnlyList<string> Command, ChannelReader<string> Input,
    Func<string, Task> WriteOutput, Func<string, Task> WriteError);

/// <summary>How a command ended; <paramref name="StartFailure"/> says why it could not start.</summary>
internal sealed record ExecOutcome(int ExitCode, string? StartFailure = null);

/// <summary>Knows what containers have printed.</summary>
internal interface ILogSource
{
    /// <summary>The lines so far, oldest first.</summary>
    /// <exception cref="ApiException">BadRequest when the container has not started, or never had a previous instance.</exception>
    IReadOnlyList<string> Read(string ns, string pod, string container, bool previous);
}

/// <summary>Works on the objects as long as the sandbox runs.</summary>
internal interface IController
{
    Task RunAsync(CancellationToken token);
}
