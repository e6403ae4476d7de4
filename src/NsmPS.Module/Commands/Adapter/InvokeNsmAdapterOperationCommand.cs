using System.Management.Automation;
using NsmPS.Adapter.Client;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Errors;
using NsmPS.Kubernetes;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Gives an adapter an operation, as a Meshery server does.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "NsmAdapterOperation", SupportsShouldProcess = true, DefaultParameterSetName = BodySet)]
[OutputType(typeof(NsmAdapterOperationResult))]
public sealed class InvokeNsmAdapterOperationCommand : AdapterCommand
{
    private const string BodySet = "CustomBody";
    private const string PathSet = "Path";
    private const string ConfirmParameter = "Confirm";
    private const string ConfirmPreference = "ConfirmPreference";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The operation's key, as Get-NsmAdapterOperation lists it.")]
    [ArgumentCompleter(typeof(AdapterOperationCompleter))]
    [Alias("Key")]
    public string Operation { get; set; } = "";

    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = AddressHelp)]
    [ArgumentCompleter(typeof(AdapterAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = LocalAdapters.DefaultAddress;

    [Parameter(ValueFromPipelineByPropertyName = true,
        HelpMessage = "Kubeconfig files; without it the connected one, then KUBECONFIG, then ~/.kube/config.")]
    [Alias(KubeconfigAlias)]
    [ValidateNotNullOrEmpty]
    public string[]? Kubeconfig { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true,
        HelpMessage = "The contexts of the clusters to work on; without it the current one of each kubeconfig.")]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Context { get; set; }

    [Parameter(HelpMessage = "The namespace; without it the adapter's own choice.")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter(HelpMessage = "The version to install; without it the adapter's own choice.")]
    [ArgumentCompleter(typeof(AdapterVersionCompleter))]
    public string? Version { get; set; }

    [Parameter(HelpMessage = "Undo the operation: remove what it installs.")]
    public SwitchParameter Delete { get; set; }

    [Parameter(ParameterSetName = BodySet, HelpMessage = "The manifest for the operation custom, as text.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? CustomBody { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PathSet, HelpMessage = "The manifest for the operation custom, as a file.")]
    [Alias("LiteralPath", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(HelpMessage = "Wait until the operation has ended on every cluster; an end with an error is an error.")]
    public SwitchParameter Wait { get; set; }

    [Parameter(HelpMessage = "How long -Wait waits, as a TimeSpan, seconds, or text such as 5m or 1h30m.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(10);

    [Parameter(HelpMessage = "Write the operation with its id, and with -Wait its events.")]
    public SwitchParameter PassThru { get; set; }

    private protected override TimeSpan? CallLimit => Wait ? Timeout : null;

    protected override void ProcessRecord()
    {
        var file = FileSystemPath(Path, NsmErrors.ManifestInvalid);
        var targets = Targets();
        AdapterJob? job = null;
        if (RunWith(Address, async (client, queue, token) => job = await PrepareAsync(client, targets, file, queue, token)) && Agree(job!))
        {
            RunWith(Address, (client, queue, token) => ExecuteAsync(client, job!, targets[0], queue, token));
        }
    }

    private List<ClusterTarget> Targets() => Kubeconfig is null
        ? [.. Resolve(null, Context, Namespace)]
        : [.. Kubeconfig.SelectMany(path => Resolve(FileSystemPath(path, NsmErrors.KubeconfigNotFound), Context, Namespace)).Distinct()];

    // Everything that can be wrong is found out before the adapter is given anything.
    private async Task<AdapterJob> PrepareAsync(AdapterClient client, List<ClusterTarget> targets, string? file, PipelineQueue queue,
        CancellationToken cancellationToken)
    {
        var contexts = targets.Select(target => ContextExport.Export(target.Kubeconfig, target.Context)).ToList();
        var body = file is null ? CustomBody ?? "" : await AdapterJob.ReadManifestAsync(file, cancellationToken);
        if (AdapterOperations.Unknown(Operation, await client.GetOperationsAsync(cancellationToken), Address) is { } unknown)
        {
            throw unknown;
        }

        foreach (var warning in AdapterJob.Warnings(client.Address, contexts))
        {
            queue.Warning(warning);
        }

        return new AdapterJob(contexts, new AdapterRequest
        {
            Operation = Operation,
            OperationId = Guid.NewGuid().ToString(),
            Namespace = Namespace ?? "",
            Version = Version ?? "",
            Delete = Delete,
            CustomBody = body,
            Kubeconfigs = [.. contexts.Select(context => context.Text)],
        });
    }

    // Removal asks like a command of high impact; the impact that a command declares cannot depend on a parameter.
    private bool Agree(AdapterJob job)
    {
        var what = $"{(Delete ? "Undo" : "Invoke")} operation {Operation} on {string.Join(", ", job.Names)}";
        if (!ShouldProcess($"the adapter at {Address}", what))
        {
            return false;
        }

        var asks = Delete && !MyInvocation.BoundParameters.ContainsKey(ConfirmParameter)
            && LanguagePrimitives.TryConvertTo<ConfirmImpact>(GetVariableValue(ConfirmPreference), out var preference)
            && preference == ConfirmImpact.High;
        return !asks || ShouldContinue($"{what} by the adapter at {Address}?", ConfirmParameter);
    }

    private async Task ExecuteAsync(AdapterClient client, AdapterJob job, ClusterTarget first, PipelineQueue queue,
        CancellationToken cancellationToken)
    {
        queue.Verbose($"Operation {Operation} has the id {job.Request.OperationId}.");
        var result = Wait
            ? await new AdapterFollower(client, queue).FollowAsync(job, Timeout, cancellationToken)
            : await job.SendAsync(client, cancellationToken);
        if (PassThru)
        {
            queue.Result(result, first);
        }

        var failures = result.Ends.Where(end => end.Type == NsmAdapterEventType.Error).Select(AdapterFollower.Failure).ToList();
        if (failures.Count == 1 && result.Ends.Count == 1)
        {
            throw failures[0];
        }

        failures.ForEach(failure => queue.Error(ErrorRecords.From(failure)));
    }
}
