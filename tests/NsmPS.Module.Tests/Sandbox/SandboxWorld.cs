using System.Management.Automation;
using NsmPS.Module.Tests.Engine;

namespace NsmPS.Module.Tests.Sandbox;

/// <summary>An engine that is connected to a sandbox of its own.</summary>
public sealed class SandboxWorld : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.Start();

    public SandboxWorld() => Address = Column("Start-NsmSandbox -PassThru", "Address")[0];

    /// <summary>Where the sandbox is.</summary>
    internal string Address { get; }

    /// <summary>The sandbox past the module, as kubectl has it.</summary>
    internal SandboxApi Api() => new(Column("Get-NsmSandbox $args[0]", "Kubeconfig", Address)[0]);

    /// <summary>Runs a script that must succeed.</summary>
    internal IReadOnlyList<PSObject> Good(string script, params object[] arguments) => _engine.Run(script, arguments).ThrowIfFailed().Output;

    /// <summary>One property of every object that a script writes.</summary>
    internal IReadOnlyList<string> Column(string script, string property, params object[] arguments) =>
        [.. Good(script, arguments).Select(item => item.Properties[property].Value?.ToString() ?? "")];

    /// <summary>The error that a script ends with.</summary>
    internal ErrorRecord Bad(string script, params object[] arguments) =>
        _engine.Run(script, arguments) is var result && (result.Ending ?? result.Errors.FirstOrDefault()) is { } error ? error : throw new InvalidOperationException($"'{script}' did not fail");

    internal void Sample() => Assert.Equal(["Ready"], Column("Install-NsmMesh -ForwardingPlane kernel; New-NsmSampleApp icmp-responder", "State").TakeLast(1));

    internal void NoMesh() => Good("Set-NsmSandboxFault -Clear; Remove-NsmSampleApp icmp-responder; Uninstall-NsmMesh");

    public void Dispose()
    {
        _engine.Run("Stop-NsmSandbox");
        _engine.Dispose();
    }
}
