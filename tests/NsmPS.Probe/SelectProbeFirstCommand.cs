using System.Management.Automation;
using System.Reflection;

namespace NsmPS.Probe;

/// <summary>What Select-Object -First 1 does. The bare engine has no Select-Object, and the
/// exception with which it stops the commands before it is internal.</summary>
[Cmdlet(VerbsCommon.Select, "ProbeFirst")]
public sealed class SelectProbeFirstCommand : PSCmdlet
{
    /// <summary>What comes in.</summary>
    [Parameter(ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        var stop = typeof(PSCmdlet).Assembly.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!;
        throw (Exception)Activator.CreateInstance(stop, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null,
            [this], null)!;
    }
}
