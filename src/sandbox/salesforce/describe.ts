import type { FieldDefinition, FieldType, ObjectDefinition } from './field-definition.ts';
import type { Schema } from './schema.ts';

const SOAP_TYPES: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  currency: 'xsd:double',
  percent: 'xsd:double',
  double: 'xsd:double',
  int: 'xsd:int',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
};

/** Text of more than 255 letters can be neither filtered nor sorted. */
export const isLongText = ({ type, length }: FieldDefinition): boolean => type === 'textarea' && length > 255;

const isMeasured = ({ type }: FieldDefinition): boolean => ['currency', 'percent', 'double', 'datetime'].includes(type);

const NAME_FIELDS: Record<string, string> = { Task: 'Subject', OpportunityStage: 'MasterLabel' };

/** What describe tells of every field that this sandbox knows. */
const COMMON = {
  aiPredictionField: false,
  autoNumber: false,
  calculatedFormula: null,
  cascadeDelete: false,
  caseSensitive: false,
  compoundFieldName: null,
  controllerName: null,
  defaultValueFormula: null,
  dependentPicklist: false,
  deprecatedAndHidden: false,
  digits: 0,
  displayLocationInDecimal: false,
  encrypted: false,
  filteredLookupInfo: null,
  formulaTreatNullNumberAsZero: false,
  highScaleNumber: false,
  inlineHelpText: null,
  mask: null,
  maskType: null,
  queryByDistance: false,
  referenceTargetField: null,
  relationshipOrder: null,
  restrictedDelete: false,
  searchPrefilterable: false,
  writeRequiresMasterRead: false,
};

/** What people can do with the values of a field. */
const usesOf = (field: FieldDefinition): Record<string, unknown> => {
  const isLong = isLongText(field);
  return {
    aggregatable: !isLong && field.type !== 'boolean',
    filterable: !isLong,
    groupable: !isLong && !isMeasured(field),
    sortable: !isLong,
    idLookup: field.type === 'id' || field.externalId,
    permissionable: field.custom || (field.nillable && field.updateable),
    unique: field.externalId,
  };
};

const describeField = (object: ObjectDefinition, field: FieldDefinition): Record<string, unknown> => {
  const { html, picklist, restricted, fallback, ...shown } = field;
  return {
    ...COMMON,
    ...shown,
    ...usesOf(field),
    byteLength: isReference(field) ? field.length : field.length * 3,
    defaultValue: field.type === 'boolean' ? fallback : null,
    extraTypeInfo: extraTypeOf(field),
    htmlFormatted: html,
    nameField: field.name === (NAME_FIELDS[object.name] ?? 'Name'),
    namePointing: field.referenceTo.length > 1,
    picklistValues: picklist.map(({ value, label, isDefault }) => ({
      active: true,
      defaultValue: isDefault,
      label,
      validFor: null,
      value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    restrictedPicklist: restricted,
    soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
  };
};

const isReference = ({ type }: FieldDefinition): boolean => type === 'id' || type === 'reference';

const extraTypeOf = (field: FieldDefinition): string | null => {
  if (field.type !== 'textarea') return null;
  return field.html ? 'richtextarea' : 'plaintextarea';
};

/** What every object of this sandbox can do: all but history and set-up can be written. */
const abilities = ({ name }: ObjectDefinition): Record<string, unknown> => {
  const isWritable = !['OpportunityHistory', 'OpportunityStage', 'Organization', 'RecordType'].includes(name);
  return {
    createable: isWritable,
    deletable: isWritable && name !== 'User',
    queryable: true,
    replicateable: name !== 'Organization',
    retrieveable: true,
    searchable: isWritable,
    triggerable: isWritable,
    undeletable: isWritable && name !== 'User',
    updateable: isWritable,
  };
};

/** The short form, as the list of all objects gives it. `base` is the path of the version. */
export const describeBriefly = (object: ObjectDefinition, base: string): Record<string, unknown> => ({
  activateable: false,
  custom: false,
  customSetting: false,
  deprecatedAndHidden: false,
  keyPrefix: object.keyPrefix,
  label: object.label,
  labelPlural: object.labelPlural,
  layoutable: true,
  mergeable: false,
  name: object.name,
  ...abilities(object),
  urls: {
    rowTemplate: `${base}/sobjects/${object.name}/{ID}`,
    describe: `${base}/sobjects/${object.name}/describe`,
    sobject: `${base}/sobjects/${object.name}`,
  },
});

/** GET /sobjects/X/describe: in the shape of the recorded one. */
export const describeObject = (schema: Schema, object: ObjectDefinition, base: string): Record<string, unknown> => ({
  actionOverrides: [],
  ...describeBriefly(object, base),
  childRelationships: schema.childRelationships(object).map(({ name, child, lookup }) => ({
    cascadeDelete: lookup === 'OpportunityId',
    childSObject: child.name,
    deprecatedAndHidden: false,
    field: lookup,
    junctionIdListNames: [],
    junctionReferenceTo: [],
    relationshipName: name,
    restrictedDelete: false,
  })),
  compactLayoutable: true,
  feedEnabled: true,
  fields: schema.fields(object).map((field) => describeField(object, field)),
  hasSubtypes: false,
  isInterface: false,
  isSubtype: false,
  mruEnabled: true,
  namedLayoutInfos: [],
  recordTypeInfos: [],
  searchLayoutable: true,
  sobjectDescribeOption: 'FULL',
});
