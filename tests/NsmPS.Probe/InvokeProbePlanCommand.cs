using System.Management.Automation;
using System.Runtime.CompilerServices;
using NsmPS.Operations;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Probe;

/// <summary>Plans, asks and carries out without a cluster.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "ProbePlan", SupportsShouldProcess = true, DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(string), typeof(NsmPlan))]
public sealed class InvokeProbePlanCommand : PlanCommand
{
    private static readonly DateTimeOffset s_madeAt = DateTimeOffset.UnixEpoch;

    /// <summary>The contexts where carrying out fails.</summary>
    [Parameter]
    public string[] FailRun { get; set; } = [];

    /// <summary>How they fail, other than with an entry of the catalogue.</summary>
    [Parameter]
    public ProbeFailure Failure { get; set; }

    /// <summary>Waits until this many contexts are planned, and then carried out, at the same time.</summary>
    [Parameter]
    public int MeetingOf { get; set; }

    private Barrier? _meeting;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _meeting = MeetingOf > 0 ? new Barrier(MeetingOf) : null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _meeting?.Dispose();
    }

    /// <inheritdoc/>
    private protected override Task<string> IntroduceAsync(ClusterTarget target, PipelineQueue queue,
        CancellationToken cancellationToken) => Task.FromResult("https://probe");

    /// <inheritdoc/>
    private protected override async Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var name = target.Context ?? "here";
        _meeting?.SignalAndWait(TimeSpan.FromSeconds(20), cancellationToken);
        var plan = new NsmPlan
        {
            Operation = "Probe things",
            Cluster = name,
            MadeAt = s_madeAt,
            Remarks = ["A remark."],
            Items =
            [
                new NsmPlanItem
                {
                    Stage = "first", Action = NsmPlanAction.Create, Kind = "Namespace", Name = "probe", ServerValidated = true
                },
                new NsmPlanItem
                {
                    Stage = "second",
                    Action = NsmPlanAction.Create,
                    Kind = "Deployment",
                    Namespace = "probe",
                    Name = "one",
                    ServerValidated = false
                },
                new NsmPlanItem
                {
                    Stage = "second",
                    Action = NsmPlanAction.Update,
                    Kind = "Deployment",
                    Namespace = "probe",
                    Name = "two",
                    ServerValidated = true,
                    Note = "spec.replicas"
                },
            ],
        };
        return new LifecyclePlan(plan, (_, _, token) => RunAsync(name, token));
    }

    private async IAsyncEnumerable<LifecycleEvent> RunAsync(string cluster, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _meeting?.SignalAndWait(TimeSpan.FromSeconds(20), cancellationToken);
        yield return new LifecycleEvent.Step("Create objects", 10) { Cluster = cluster };
        await Task.Yield();
        yield return new LifecycleEvent.ObjectDone("Deployment/probe/one", NsmPlanAction.Create) { Cluster = cluster };
        yield return new LifecycleEvent.Status("Deployment/probe/one", NsmState.Pending, "0 of 1 ready") { Cluster = cluster };
        yield return new LifecycleEvent.Warning("Something to know.") { Cluster = cluster };
        if (FailRun.Contains(cluster))
        {
            Failures.Throw(Failure);
            var failure = new NsmException(NsmErrors.ObjectFailed, "The probe failed.", "Deployment/probe/one") { Cluster = cluster };
            yield return new LifecycleEvent.Failed(failure) { Cluster = cluster };
            yield break;
        }

        yield return new LifecycleEvent.Completed("All is there.", $"result of {cluster}") { Cluster = cluster };
    }
}
