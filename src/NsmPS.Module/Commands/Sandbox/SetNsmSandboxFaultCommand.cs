using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Completion.Sandboxes;
using NsmPS.Errors;
using NsmPS.Kubernetes;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Processes;
using NsmPS.Sandboxes;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Lets something go wrong in a sandbox, or ends that.</summary>
[Cmdlet(VerbsCommon.Set, "NsmSandboxFault", SupportsShouldProcess = true, DefaultParameterSetName = AddressSet)]
[OutputType(typeof(NsmSandbox))]
public sealed class SetNsmSandboxFaultCommand : NsmCommand
{
    private const string AddressSet = "Address";
    private const string InputSet = "InputObject";

    [Parameter(Position = 0, HelpMessage = "What goes wrong; together with -Clear, what goes wrong no longer.")]
    public NsmSandboxFaultKind? Fault { get; set; }

    [Parameter(Position = 1, HelpMessage = "The workload, pod, node or part of an image's name that is meant; without it all.")]
    [ArgumentCompleter(typeof(SandboxTargetCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Target { get; set; }

    [Parameter(HelpMessage = "How long things are held back, as a TimeSpan, seconds, or text such as 5m or 1h30m.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Delay { get; set; }

    [Parameter(HelpMessage = "What 429 asks callers to wait, as a TimeSpan, seconds, or text such as 5m or 1h30m; whole seconds are sent.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan RetryAfter { get; set; }

    [Parameter(HelpMessage = "How many of a hundred pings are lost.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int Loss { get; set; }

    [Parameter(HelpMessage = "The largest packet that comes through a wire, in bytes.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int Mtu { get; set; }

    [Parameter(HelpMessage = "Only requests with this HTTP method, for example PATCH.")]
    [ArgumentCompleter(typeof(HttpMethodCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Method { get; set; }

    [Parameter(HelpMessage = "Only requests whose path contains this, for example /pods.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RequestPath { get; set; }

    [Parameter(HelpMessage = "How many requests it is for.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int Count { get; set; }

    [Parameter(HelpMessage = "Which share of the requests it is for, above 0 and at most 1.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public double Share { get; set; }

    [Parameter(HelpMessage = "End the fault; without -Fault, all of them.")]
    public SwitchParameter Clear { get; set; }

    [Parameter(ParameterSetName = AddressSet,
        HelpMessage = "The address of the sandbox; without it the one that this session is connected to.")]
    [ArgumentCompleter(typeof(SandboxAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Address { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true,
        HelpMessage = "The sandbox, as Start-NsmSandbox or Get-NsmSandbox gave it.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Record(typeof(NsmSandbox))]
    [ValidateNotNull]
    public NsmSandbox? InputObject { get; set; }

    [Parameter(HelpMessage = "Set the fault for a target that neither the sandbox nor a release or sample of the module has.")]
    public SwitchParameter Force { get; set; }

    [Parameter(HelpMessage = "Write the sandbox with the faults that are set then.")]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing() => Refuse(SandboxFaultRules.Problem(Fault, Clear, MyInvocation.BoundParameters));

    protected override void ProcessRecord()
    {
        var session = RunspaceSession.Current;
        if (Find(session) is not { } record)
        {
            return;
        }

        var (what, action) = (Fault?.ToString() ?? "every fault", Clear ? "End" : "Let go wrong");
        if (!ShouldProcess(record.Address, $"{action}: {what}"))
        {
            return;
        }

        var fault = Clear ? null : Wanted(Fault!.Value);
        TryRun(async (queue, token) =>
        {
            var client = await session.ConnectAsync(LocalSandboxes.TargetOf(LocalSandboxes.Describe(record, NsmSandboxState.Serving)),
                token);
            if (fault is { Target.Length: > 0 } && !Force)
            {
                await RefuseUnknownAsync(client, fault, token);
            }

            _ = fault is null ? await SandboxFaults.ClearAsync(client, Fault, token) : await SandboxFaults.SetAsync(client, fault, token);
            queue.Verbose($"{action} at {record.Address}: {what}.");
            if (PassThru)
            {
                queue.Object(await LocalSandboxes.AskAsync(record, session, LocalSandboxes.AnswerLimit, token));
            }
        });
    }

    private static async Task RefuseUnknownAsync(ClusterClient client, NsmSandboxFault fault, CancellationToken cancellationToken)
    {
        var targets = await FaultTargets.ReadAsync(client, ModuleCatalog.Load(null), fault.Kind, cancellationToken);
        if (!targets.Has(fault.Target))
        {
            throw targets.NotFound(fault.Target);
        }
    }

    private ProcessRecord? Find(RunspaceSession session)
    {
        var address = InputObject?.Address ?? Address;
        var record = LocalSandboxes.Find(address, session);
        if (record is null)
        {
            WriteError(ErrorRecords.From(LocalSandboxes.NotFound(address ?? "")));
        }

        return record;
    }

    private NsmSandboxFault Wanted(NsmSandboxFaultKind kind) => new()
    {
        Kind = kind,
        Target = Target ?? "",
        Delay = Given(nameof(Delay), Delay),
        RetryAfter = Given(nameof(RetryAfter), RetryAfter),
        LossPercent = Given(nameof(Loss), Loss),
        Mtu = Given(nameof(Mtu), Mtu),
        Method = Method,
        RequestPath = RequestPath,
        Count = Given(nameof(Count), Count),
        Share = Given(nameof(Share), Share),
    };

    private T? Given<T>(string parameter, T value)
        where T : struct => MyInvocation.BoundParameters.ContainsKey(parameter) ? value : null;
}
