using System.Collections;
using System.Management.Automation;
using NsmPS.Session;

namespace NsmPS.Parameters;

/// <summary>Lets a parameter that takes records of a type also take them as a file or a job brought them back.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RecordAttribute(Type type) : ArgumentTransformationAttribute
{
    public Type Type { get; } = type;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value is null || Type.IsInstanceOfType(value) ? inputData!
            : value is IList list ? list.Cast<object>().Select(item => Transform(engineIntrinsics, item)).ToArray()
            : PSObject.AsPSObject(inputData) is var piped && PipedObject.IsAny(piped, [Type])
                ? ClusterResults.LikeIts(piped, PipedRecord.Read(piped, Type))
            : throw PipedObject.NotTaken();
    }
}
