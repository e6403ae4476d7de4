namespace NsmPS.Adapter.Operations.Work;

/// <summary>Finds who carries an operation out.</summary>
internal sealed class OperationWorks(MeshWork mesh, SampleWork samples, ManifestWork manifests)
{
    public IOperationWork For(OperationKind kind) => kind switch
    {
        OperationKind.Mesh => mesh,
        OperationKind.Sample => samples,
        _ => manifests,
    };
}
